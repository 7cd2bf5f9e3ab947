"""What pages and API say of how fresh the facts are, against a count of the files themselves."""

import tomllib
from collections import Counter
from datetime import date

import pytest

from pwa.answers.ages import (
    METADATA,
    METADATA_ON,
    is_past,
    last_day_of_law,
    last_day_of_line,
    looks,
)
from pwa.answers.coverage import coverage_by_kind, coverage_by_place
from tests.clock import NOW
from tests.sample import SAMPLE

TODAY = NOW.date()


def records_of(folder):
    """The records as the files have them, read by nothing of ours."""
    for path in sorted((SAMPLE / folder).glob("*.toml")):
        for table in tomllib.loads(path.read_text("utf-8"))["record"]:
            if table.get("published", True):
                yield table


def first_day(text):
    year, month, day = (f"{text}-01-01").split("-")[:3]
    return date(int(year), int(month), int(day))


def recounted_ages(folder, in_metadata=()):
    """How old each record is by its file; a fixed number is in the numbering metadata, too."""
    found = Counter()
    for table in records_of(folder):
        looked = [first_day(table["as_of"])] if "as_of" in table else []
        looked += [METADATA_ON.earliest] if table.get("id") in in_metadata else []
        if not looked:
            found["undated"] += 1
            continue
        days = (TODAY - max(looked)).days
        bands = {"90-days": 90, "180-days": 180, "1-year": 365, "2-years": 730, "older": 10**6}
        found[next(band for band, most in bands.items() if days <= most)] += 1
    return found


@pytest.fixture(scope="module")
def told(app):
    return app.test_client().get("/api/v1/coverage").get_json()


def test_every_law_record_is_counted_as_old_as_its_file_says(told):
    assert {band: n for band, n in told["law"]["by_age"].items() if n} == recounted_ages("law")
    assert told["law"]["by_check"]["source-date"] == sum(
        "as_of" in table for table in records_of("law")
    )


def test_every_published_line_is_counted_once_by_age_and_once_by_check(told, facts):
    total = len(list(records_of("helplines")))
    counts = told["helplines"]
    assert counts["total"] == sum(counts["by_age"].values()) == sum(counts["by_check"].values())
    assert counts["total"] == total
    known = {
        line.id
        for line in facts.helplines
        if any(look.by == METADATA for look in looks(line, TODAY))
    }
    assert {"us-emergency", "us-988"} <= known
    found = {band: number for band, number in counts["by_age"].items() if number}
    assert found == recounted_ages("helplines", known)


def test_what_is_fresh_is_what_no_page_warns_of(told, facts):
    lines = [line for line in facts.helplines if line.published]
    fresh = [line for line in lines if not is_past(last_day_of_line(line, TODAY), TODAY)]
    assert told["helplines"]["fresh"] == len(fresh)
    law = [
        each
        for each in facts.law
        if not is_past(last_day_of_law(each, facts.places[each.place], TODAY), TODAY)
    ]
    assert told["law"]["fresh"] == len(law)
    assert told["on"] == TODAY.isoformat()


def test_countries_add_up_to_all(told, facts):
    for kind, field in (("helplines", "helplines"), ("law", "law")):
        assert sum(each[field] for each in told["places"]) == told[kind]["total"]
        assert sum(each[f"{field}_fresh"] for each in told["places"]) == told[kind]["fresh"]
    by_code = Counter(table["place"][:2] for table in records_of("law") if table["place"] != "INT")
    counted = {each.place: each.law for each in coverage_by_place(facts, TODAY) if each.law}
    assert {place: n for place, n in counted.items() if place != "INT"} == by_code


def test_the_page_says_the_same_figures(open_page, told):
    page = open_page("/en/coverage")
    rows = {
        row.th.get_text(): [cell.get_text() for cell in row.select("td")]
        for row in page.soup.select("tbody tr")
    }
    for words, key in (("We show", "total"), ("Fresh", "fresh"), ("Sources differ", "disputed")):
        assert rows[words] == [str(told["helplines"][key]), str(told["law"][key])]
    united_states = next(each for each in told["places"] if each["place"] == "US")
    assert rows["United States"][1] == f"{united_states['law_fresh']}/{united_states['law']}"


def test_on_a_later_day_less_is_fresh(facts):
    later = date(2029, 1, 1)
    now, then = (coverage_by_kind(facts, day) for day in (TODAY, later))
    assert then["law"].fresh < now["law"].fresh
    assert then["law"].total == now["law"].total
