"""Dates keep the precision of their source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "year"),
        ("2025-08", date(2025, 8, 1), date(2025, 8, 31), "month"),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28), "month"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31), "month"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day"),
        ("0001", date.min, date(1, 12, 31), "year"),
        ("9999", date(9999, 1, 1), date.max, "year"),
    ],
)
def test_a_date_covers_all_days_that_its_precision_leaves_open(text, earliest, latest, precision):
    assert PartialDate.parse(text) == PartialDate(earliest, latest, precision)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2025-02-29",
        "2024-13",
        "9999-13",
        "2024-00",
        "2024-01-00",
        "2024-01-32",
        "2024-2",
        "2024-1-1",
        "0000",
        "0000-02",
        "10000",
        "202",
        "-2024",
        "+2024",
        "20240101",
        "2024-01-01T00:00",
        "2024-01-01-01",
        "2024-",
        " 2024",
        "2024\n",
        "2024\0",
        "\0",
        "",
        "soon",
        "2" * 100_000,
        "２０２４",
        "٢٠٢٤-٠١",
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_text_that_is_no_date_is_a_value_error(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_the_error_says_which_forms_a_date_has():
    with pytest.raises(ValueError, match="'soon' is not a date such as 2025, 2025-08 or"):
        PartialDate.parse("soon")


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_date_reads_back_as_it_was_written(day, length):
    text = day.isoformat()[:length]
    parsed = PartialDate.parse(text)
    assert str(parsed) == text
    assert PartialDate.parse(str(parsed)) == parsed
    assert parsed.earliest <= day <= parsed.latest


@given(st.text(alphabet="0123456789-", max_size=11))
def test_any_run_of_digits_and_dashes_is_read_back_or_refused(text):
    try:
        parsed = PartialDate.parse(text)
    except ValueError:
        return
    assert str(parsed) == text
