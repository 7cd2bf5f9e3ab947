"""The import loses nothing of the research and turns history into rules with periods."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pwa.facts import check_facts, read_facts
from pwa.facts.reading import FOLDER
from pwa.maintenance.import_facts import import_facts
from pwa.records import Confidence

RESEARCH = Path(__file__).parent / "research"
LAW = [
    record
    for name in ("legal-us.yaml", "legal-world.yaml")
    for record in yaml.safe_load((RESEARCH / name).read_text("utf-8"))
]
LINES = yaml.safe_load((RESEARCH / "helplines.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> Path:
    """A folder with what the import made of the sample, and the files that people write."""
    folder = tmp_path_factory.mktemp("facts")
    assert import_facts(RESEARCH, folder) == {"law": len(LAW), "helplines": len(LINES)}
    for path in FOLDER.glob("*.toml"):
        if not (folder / path.name).exists():
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "maps").mkdir()
    (folder / "maps" / "none.toml").write_text('view_box = "0 0 1 1"\nsource = "x"\n[paths]\n')
    if (FOLDER / "topics").exists():
        (folder / "topics").symlink_to(FOLDER / "topics")
    return folder


@pytest.fixture(scope="module")
def facts(imported):
    read = read_facts(imported)
    check_facts(read)
    return read


@cache
def tables(folder: Path) -> tuple[dict[str, Any], ...]:
    files = [tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")]
    return tuple(table for file in files for table in file["record"])


def leaves(value: Any) -> Iterator[str]:
    """Every value that says something, as text; null and empty lists say nothing."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None:
        yield value.isoformat() if isinstance(value, date) else str(value)


def of(table: dict[str, Any]) -> str:
    return f"{table['place']} {table['substance']}"


@pytest.mark.parametrize("record", LAW, ids=of)
def test_no_value_of_a_law_record_is_lost(record, imported):
    (table,) = [table for table in tables(imported / "law") if of(table) == of(record)]
    places = tomllib.loads((imported / "places.toml").read_text("utf-8"))
    kept = {*leaves(table), places[record["place"]]["kind"]}
    if record["status"] == "pending":
        assert table["rule"][-1]["announced"]
        kept.add("pending")
    assert set(leaves(record)) - kept == set()


@pytest.mark.parametrize("record", LAW, ids=of)
def test_each_source_is_kept_whole_and_in_its_order(record, imported):
    (table,) = [table for table in tables(imported / "law") if of(table) == of(record)]
    assert [list(leaves(source)) for source in table["source"]] == [
        list(leaves(source)) for source in record["sources"]
    ]


def dated(entry: dict[str, Any]) -> tuple[str | None, ...]:
    """Date, status and note of a history entry, or of the rule or event that it became."""
    keys = ("date", "on", "valid_from", "valid_to")
    when = next((entry[key] for key in keys if entry.get(key)), None)
    text = next(leaves(when), None)
    status = "pending" if entry.get("announced") else entry.get("status")
    return text, status, entry["note"]


@pytest.mark.parametrize("record", LAW, ids=of)
def test_each_history_entry_is_a_rule_or_an_event_with_its_date_and_status(record, imported):
    (table,) = [table for table in tables(imported / "law") if of(table) == of(record)]
    from_upcoming = [entry["note"] for entry in record["upcoming"]]
    made = [*table["rule"], *table.get("event", ())]
    noted = [
        dated(entry) for entry in made if "note" in entry and entry["note"] not in from_upcoming
    ]
    # A rule shown to hold from a date on has no start, so its entry stays an event.
    assert Counter(noted) == Counter(dated(entry) for entry in record["history"])
    assert [entry["note"] for entry in table.get("expected", ())] == from_upcoming


@pytest.mark.parametrize("record", LINES, ids=lambda record: record["id"])
def test_no_value_of_a_helpline_is_lost(record, imported):
    (table,) = [t for t in tables(imported / "helplines") if t["id"] == record["id"]]
    for key, value in record.items():
        kept = table.get("source" if key == "sources" else key)
        assert list(leaves(kept)) == list(leaves(value)), key
    extra = set(table) - set(record) - {"source", "published", "advice"}
    assert not extra


def periods(facts, place, substance="kratom"):
    """Each rule in short: status, start, end."""
    rules = facts.law_by_place[place][substance].rules
    return [
        (r.status.value, str(r.valid_from or ""), str(r.valid_to or ""), r.temporary) for r in rules
    ]


@pytest.mark.parametrize(
    ("place", "substance", "expected"),
    [
        (
            "US-TN",
            "kratom",
            [
                ("unclear", "2014", "", False),
                ("legal", "2017-12", "", False),
                ("regulated", "2018-07-01", "", False),
                ("banned", "2026-07-01", "", False),
            ],
        ),
        # `until` gives the last day of a rule whose start is not known.
        ("FR", "kratom", [("legal", "", "2019-12-31", False), ("banned", "2020-01-01", "", False)]),
        # A run of one status that has both: a start, and then its last day.
        (
            "SE",
            "kratom",
            [("regulated", "2011", "2025-03-10", False), ("banned", "2025-03-11", "", False)],
        ),
        # `effective` says 2021, and the history has today's status a year later.
        (
            "TH",
            "kratom",
            [
                ("banned", "1943", "", False),
                ("legal", "2021-08-24", "", False),
                ("regulated", "2022-08-27", "", False),
            ],
        ),
        # Committees agreed in 2003 and 2004; the law came in 2005.
        ("AU", "kratom", [("banned", "2005", "", False)]),
        # No `effective`: the start is where the closing run of today's status starts.
        (
            "US",
            "kratom",
            [("unclear", "2016-08-31", "", False), ("legal", "2016-10-13", "", False)],
        ),
        # No `effective` and no other status before: shown to hold, start unknown.
        ("INT", "7oh", [("legal", "", "", False)]),
        (
            "US-CA/orange",
            "kratom",
            [("legal", "2026-01-13", "", False), ("banned", "2026", "", False)],
        ),
        (
            "US-MA",
            "kratom",
            [
                ("legal", "2026-08-11", "", False),
                ("banned", "2026-08-27", "2027-08-26", True),
            ],
        ),
        # Two trackers name two starts for what comes; from the first one on it is unclear.
        (
            "US-KY",
            "kratom",
            [
                ("legal", "2024-01", "", False),
                ("regulated", "2024-07-15", "", False),
                ("unclear", "2027-01-01", "", False),
                ("banned", "2027-07-01", "", False),
            ],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_history_becomes_rules_in_order_of_time(facts, place, substance, expected):
    assert periods(facts, place, substance) == expected


def test_a_pending_listing_is_unclear_and_announced(facts):
    (rule,) = facts.law_by_place["TW"]["7oh"].rules
    assert (rule.status.value, rule.announced, rule.sale.value) == ("unclear", True, "unclear")
    assert facts.law_by_place["TW"]["7oh"].expected[0].status == "banned"


def test_a_first_sight_without_a_start_is_kept_as_such(facts):
    (rule,) = facts.law_by_place["INT"]["7oh"].rules
    assert (rule.valid_from, str(rule.shown_from)) == (None, "2021-10-15")


def test_a_year_stays_a_year(facts):
    start = facts.law_by_place["US-CA/orange"]["kratom"].rules[-1].valid_from
    assert (str(start), start.precision) == ("2026", "year")


def test_a_bill_that_was_signed_is_an_event_and_no_rule(facts):
    events = facts.law_by_place["US-TN"]["kratom"].events
    assert [(str(event.on), event.note) for event in events] == [
        ("2026-05-07", "bill signed by the Governor")
    ]


def test_readings_give_places_their_county_and_rules_their_reach(facts):
    hamilton = facts.places["US-MS/hamilton"]
    assert (hamilton.county, hamilton.has_council) == ("US-MS/monroe-county", False)
    assert all(
        rule.unincorporated_only
        for rule in facts.law_by_place[hamilton.county]["kratom"].rules[-1:]
    )
    assert facts.law_by_place["US-IL"]["kratom"].rules[-1].age_binds == ("sale", "possession")
    assert facts.law_by_place["US-KY"]["7oh"].follows == ("US",)


def test_a_line_is_published_if_its_number_was_seen_and_it_can_be_reached(facts):
    for line in facts.helplines:
        reachable = line.numbers or line.chat_url or line.web_url
        assert line.published == bool(line.confidence is not Confidence.LOW and reachable), line.id
    assert Counter(line.published for line in facts.helplines)[False] >= 1


def test_importing_twice_gives_the_same_bytes(imported, tmp_path):
    import_facts(RESEARCH, tmp_path)
    for path in sorted(tmp_path.rglob("*.toml")):
        assert path.read_bytes() == (imported / path.relative_to(tmp_path)).read_bytes()
