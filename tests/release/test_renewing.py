"""A build that re-does only what changed ends with what a build of everything ends with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pwa.records import Facts
from pwa.records.notices import Verdict
from pwa.release.build import build
from pwa.store.notice_rows import public_id
from tests.notices.filled import SOURCE, item, tags
from tests.release.building import (
    LATER,
    QUICK,
    TODAY,
    a_new_notice,
    body_of,
    everything_in,
    inode_of,
    refreshed,
)
from tests.store.every import EveryStore


def changed(records, key, **change):
    """The same records with one of them changed: the first whose id or place is the key."""
    found = next(
        r
        for r in records
        if key in (getattr(r, "id", ""), getattr(r, "place", ""), getattr(r, "slug", ""))
    )
    return tuple(replace(r, **change) if r is found else r for r in records)


def in_safety(kind, key, **change):
    def change_it(facts: Facts) -> Facts:
        records = changed(getattr(facts.safety, kind), key, **change)
        return replace(facts, safety=replace(facts.safety, **{kind: records}))

    return change_it


def a_place(facts: Facts) -> Facts:
    place = replace(facts.places["US-FL"], name="Florida Keys")
    return replace(facts, places={**facts.places, "US-FL": place})


def a_new_place(facts: Facts) -> Facts:
    place = replace(facts.places["US-TX/anna"], id="US-GA/newtown", name="Newtown", parent="US-GA")
    return replace(facts, places={**facts.places, place.id: place})


def a_rule(facts: Facts) -> Facts:
    record = facts.law_by_place["TH"]["kratom"]
    rules = (replace(record.rules[-1], summary="A new summary."), *record.rules[:-1])
    return replace(facts, law=changed(facts.law, "TH", rules=rules))


def no_record(facts: Facts) -> Facts:
    return replace(facts, law=tuple(r for r in facts.law if r.place != "US-GA/glynn-county"))


def a_helpline(facts: Facts) -> Facts:
    return replace(facts, helplines=changed(facts.helplines, "US-TX", advice="Ask for a nurse."))


def no_helpline(facts: Facts) -> Facts:
    lines = tuple(line for line in facts.helplines if line.place != "US-TX")
    return replace(facts, helplines=lines)


def a_map(facts: Facts) -> Facts:
    world = replace(facts.maps["world"], view_box="0 0 1 1")
    return replace(facts, maps={**facts.maps, "world": world})


def names_of_the_plant(facts: Facts) -> Facts:
    return replace(facts, plant_names=(*facts.plant_names, "thang"))


FACTS = {
    "a place is renamed": (a_place, "/en/law/us-fl"),
    "a place is added": (a_new_place, None),
    "a rule": (a_rule, "/en/law/th"),
    "a record is taken out": (no_record, "/en/law/us-ga/glynn-county"),
    "a helpline": (a_helpline, "/en/help/us-tx"),
    "the helplines of a place are taken out": (no_helpline, "/en/help/us-tx"),
    "a map": (a_map, "/en/law"),
    "names of the plant": (names_of_the_plant, None),
    "a claim": (
        in_safety("claims", "overdose-steps", statement="Say something else."),
        None,
    ),
    "a study": (in_safety("studies", "hemby-2018", finds="Nothing."), "/en/evidence/hemby-2018"),
    "an interaction": (
        in_safety("interactions", "benzodiazepines", why="For another reason."),
        "/en/mixing/benzodiazepines",
    ),
    "a topic": (
        in_safety("topics", "opioid-withdrawal", summary="Another summary."),
        "/en/learn/opioid-withdrawal",
    ),
}  # fmt: skip


def a_changed_notice(store: EveryStore) -> None:
    refreshed(store, items=[(item("FL-1", "Another title", "2026-06-22"), tags("US-FL"))])


def a_decision(store: EveryStore) -> None:
    store.decide(public_id(SOURCE, "FL-1"), Verdict.DISMISS, "not a rule", at=LATER)


NOTICES = {
    "a new notice": (a_new_notice, "/en/law/us-fl"),
    "a changed notice": (a_changed_notice, "/en/law/us-fl"),
    "a decision": (a_decision, None),
    "a source that was read again": (refreshed, None),
}


def hold_to_a_build_of_everything(site, built, address, tmp_path, but="none"):
    outcome = build(site, site.settings.releases, TODAY, QUICK)
    whole = build(site, tmp_path / "whole", TODAY, QUICK)
    assert everything_in(outcome.release, but) == everything_in(whole.release, but)
    assert outcome.rendered < whole.rendered
    if address:
        assert body_of(outcome.release, address) != built.body(address)


@pytest.mark.parametrize("what", FACTS)
def test_after_a_change_of_facts_it_is_what_a_build_of_everything_makes(
    what, again, built, facts, tmp_path
):
    change, address = FACTS[what]
    hold_to_a_build_of_everything(again.site(change(facts)), built, address, tmp_path)


@pytest.mark.parametrize("what", NOTICES)
def test_after_a_change_of_notices_it_is_what_a_build_of_everything_makes(
    what, again, built, tmp_path
):
    change, address = NOTICES[what]
    store = EveryStore(again.settings.database)
    change(store)
    store.close()
    # Notices make no new packs: of those only the name is the same.
    hold_to_a_build_of_everything(again.site(), built, address, tmp_path, but="en/pack")


def test_only_pages_that_read_a_change_are_rendered(again, facts):
    assert 0 < again(a_rule(facts)).rendered < 10
    assert 0 < again(facts).rendered < 10
    assert again(facts).rendered == 0


def test_bodies_that_read_the_same_are_not_written_again(again, facts):
    before = again(a_rule(facts)).release
    after = again(facts).release
    assert inode_of(after, "/en/law/us-fl") == inode_of(before, "/en/law/us-fl")
    assert inode_of(after, "/en/law/th") != inode_of(before, "/en/law/th")


@pytest.mark.parametrize("days", [1, 30, 100])
def test_on_a_later_day_it_is_what_a_build_of_everything_makes(days, again, tmp_path):
    site, later = again.site(), TODAY + timedelta(days=days)
    outcome = build(site, site.settings.releases, later, QUICK)
    whole = build(site, tmp_path / "whole", later, QUICK)
    # A new day makes no new packs, and what was made on another day is looked at again before.
    found, made = (everything_in(each.release, "en/pack") for each in (outcome, whole))
    assert found["files"].keys() == made["files"].keys()
    for name in found["files"].keys() - {"reads.json", "sw.js"}:
        assert found["files"][name] == made["files"][name], name
    assert outcome.rendered < whole.rendered
