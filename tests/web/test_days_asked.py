"""Days as people write them: in other digits, in years of the Buddhist era."""

from datetime import date, datetime

import pytest
from werkzeug.exceptions import BadRequest

from pwa.web.http.parameters import read_day, read_moment


@pytest.mark.parametrize(("text", "day"), [
    ("2026-01-05", date(2026, 1, 5)), ("2569-01-05", date(2026, 1, 5)),
    ("๒๕๖๙-๐๑-๐๕", date(2026, 1, 5)), ("๒๐๒๖-๐๑-๐๕", date(2026, 1, 5)),
    ("٢٠٢٦-٠١-٠٥", date(2026, 1, 5)), ("2569/1/5", date(2026, 1, 5)),
    ("2569.01.05", date(2026, 1, 5)), ("5/1/2569", date(2026, 1, 5)),
    ("31-12-2568", date(2025, 12, 31)), ("2026/1/5", date(2026, 1, 5)),
    ("2571-02-29", date(2028, 2, 29)), ("2543-02-29", date(2000, 2, 29)),
    ("2443-01-01", date(1900, 1, 1)), ("2643-01-01", date(2100, 1, 1)),
    ("1900-01-01", date(1900, 1, 1)), ("2100-01-01", date(2100, 1, 1)),
])  # fmt: skip
def test_a_day_is_read_in_either_era_and_in_any_digits(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize("text", [
    "2569-02-29", "2570-02-29", "2442-12-31", "2643-01-02", "2200-01-01", "5/1/2026", "05/13/2026",
    "13/05/2026", "2569", "2569-01", "69-01-05", "2026-W01-1", "20260105", "2569-1-5-1",
    "2026-01-05T00:00", "-2569-01-05", "2569-00-05", "2026-13-01", "๒๕๖๙", "",
])  # fmt: skip
def test_a_day_that_is_none_or_could_be_two_is_refused_with_both_forms(text):
    with pytest.raises(BadRequest) as refusal:
        read_day(text)
    assert "2026-11-22" in refusal.value.description
    assert "พ.ศ." in refusal.value.description


def test_a_moment_is_read_in_either_era():
    ours = datetime.fromisoformat("2026-11-22T10:00:00+07:00")
    assert read_moment("2569-11-22T10:00:00+07:00") == ours
    assert read_moment("๒๕๖๙-๑๑-๒๒T๑๐:๐๐:๐๐ ๐๗:๐๐") == ours


@pytest.mark.parametrize("locale", ["en", "es", "th"])
@pytest.mark.parametrize("day", ["2569-01-05", "๒๕๖๙-๐๑-๐๕", "2026-01-05."])
def test_a_page_answers_for_the_day_that_was_meant_and_says_it(day, locale, open_page):
    page = open_page(f"/{locale}/law/th?on={day}")
    plain = open_page(f"/{locale}/law/th?on=2026-01-05")
    assert page.text("main .note") == plain.text("main .note")
    assert page.soup.select_one("#on")["value"] == "2026-01-05"
    assert page.text(".answer") == plain.text(".answer")


def test_the_api_answers_for_the_day_that_was_meant_and_names_it(client):
    found = client.get("/api/v1/law?place=TH&on=2569-01-05").get_json()
    assert found["on"] == "2026-01-05"
    assert client.get("/api/v1/notices?since=2569-01-05").status_code == 200
    refused = client.get("/api/v1/law?place=TH&on=5/1/2026")
    assert refused.status_code == 400
    assert "พ.ศ." in refused.get_json()["detail"]
