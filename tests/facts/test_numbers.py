"""Numbers that cannot be dialled, or must not be, never reach a reader."""

from dataclasses import replace

import pytest

from pwa.errors import FactError, Fault
from pwa.facts import check_facts, read_facts
from pwa.facts.numbers import country_of, dialled, digits, fault_in_number, spoken_form
from pwa.records import TextLine
from tests.sample import SAMPLE

FACTS = read_facts(SAMPLE)
LINES = {line.id: line for line in FACTS.helplines}
FRANK = LINES["gb-frank"]
RETIRED = "+44800776600"


def faults_in(*lines):
    with pytest.raises(FactError) as caught:
        check_facts(replace(FACTS, law=(), helplines=lines, maps={}))
    return caught.value.faults


def frank(rule):
    return (Fault("helplines/gb.toml", "gb-frank", rule),)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"phone": "+442079460"}, "+442079460 is not valid in GB"),
        ({"phone": "+6621136789"}, "+6621136789 is not valid in GB"),
        ({"alt_phones": ("+6621136789",)}, "+6621136789 is not valid in GB"),
        ({"whatsapp": "+6621136789"}, "+6621136789 is not valid in GB"),
        ({"sms": TextLine("+6621136789")}, "+6621136789 is not valid in GB"),
        ({"phone": "+44 300 123 6600"}, "+44 300 123 6600 is not written as E.164"),
        ({"phone": "+4403001236600"}, "+4403001236600 is not written as E.164"),
        ({"phone": "+4430012FRANK"}, "+4430012FRANK is not written as E.164"),
        ({"phone": "0300 123 6600"}, "0300 123 6600 is neither E.164 nor a short number"),
        ({"short": "*55#"}, "*55# is neither E.164 nor a short number"),
        (
            {"short": "99123"},
            "99123 is not a known short number in GB; check it, then add to short-codes.toml",
        ),
        ({"sms": TextLine("82")}, "82 is not a text code"),
        ({"sms": TextLine("8211182")}, "8211182 is not a text code"),
    ],
)
def test_a_number_that_cannot_be_dialled_is_found(changes, rule):
    assert faults_in(replace(FRANK, **changes)) == frank(rule)


@pytest.mark.parametrize("short", ["1", "9" * 300])
def test_a_short_number_of_an_impossible_length_is_a_fault(short):
    (fault,) = faults_in(replace(FRANK, short=short))
    assert fault.rule.startswith(short)


@pytest.mark.parametrize("place", ["INT", "AQ"])
def test_a_short_number_where_no_numbering_plan_is_known_is_a_fault(place):
    """A worldwide line has no short number, and no one country's rules say which it could have."""
    line = replace(LINES["int-findahelpline"], place=place, short="112")
    (fault,) = faults_in(line)
    assert (fault.key, fault.rule[:4]) == ("int-findahelpline", "112 ")


def test_a_short_number_in_an_unknown_place_is_a_fault_too():
    faults = faults_in(replace(FRANK, place="XX", short="112"))
    assert "XX is not a known place" in [fault.rule for fault in faults]


@pytest.mark.parametrize("text", ["", "+", "+0", "+44", "\0", "+" + "4" * 300])
def test_any_text_in_place_of_a_number_is_a_fault(text):
    assert fault_in_number(text, FRANK, FACTS)


def test_a_short_code_counts_in_its_own_country_only():
    line = LINES["id-bnn-184"]
    assert "184" in FACTS.short_codes["ID"]
    assert fault_in_number("184", line, FACTS) is None
    assert fault_in_number("184", line, replace(FACTS, short_codes={})) is not None
    assert fault_in_number("184", FRANK, FACTS) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"phone": RETIRED},
        {"alt_phones": (RETIRED,)},
        {"whatsapp": RETIRED},
        {"sms": TextLine(RETIRED)},
        {"who": f"Was {RETIRED} before."},
        {"who": "Was +44 800 77 66 00 before."},
        {"who": "Was 0800 77 66 00 before."},
        {"advice": "If it does not connect, try 0800-776600."},
        {"name": "FRANK (0800 77 66 00)"},
        {"native_name": "+44 (0) 800 776600"},
        {"deaf_access": "text relay: 18001 0800 77 66 00"},
    ],
    ids=str,
)
def test_a_retired_number_is_found_wherever_a_reader_would_see_it(changes):
    faults = faults_in(replace(FRANK, **changes))
    assert faults == frank(f"{RETIRED} is retired and must never be shown")


@pytest.mark.parametrize(
    ("line_id", "retired", "shown"),
    [
        ("sg-sos-1767", "1800-221-4444", "+6518002214444"),
        ("in-14446", "1800-11-0031", "+911800110031"),
        ("kr-1342", "1899-0893", "+8218990893"),
    ],
)
def test_a_number_retired_in_its_national_spelling_is_found_as_a_phone(line_id, retired, shown):
    line = LINES[line_id]
    assert retired in line.retired_numbers
    faults = faults_in(replace(line, phone=shown))
    assert [(fault.key, "retired" in fault.rule) for fault in faults] == [(line_id, True)]


def test_a_number_that_one_line_retired_is_not_shown_by_another():
    other = replace(FRANK, id="gb-other", phone=RETIRED, retired_numbers=())
    faults = faults_in(FRANK, other)
    assert [(fault.key, "retired" in fault.rule) for fault in faults] == [("gb-other", True)]


def test_a_retired_short_number_does_not_hide_a_longer_one():
    """Korea's 1393 is retired; a number that has these digits inside is another number."""
    line = replace(LINES["kr-109"], phone="+82213931000")
    assert "1393" in line.retired_numbers
    assert fault_in_number(line.phone, line, FACTS) is None


def test_notes_for_reviewers_may_name_a_retired_number():
    assert "0800 77 66 00" in FRANK.notes
    check_facts(replace(FACTS, law=(), helplines=(FRANK,), maps={}))


@pytest.mark.parametrize(
    ("number", "country", "spoken"),
    [
        ("+443001236600", "GB", "0300 123 6600"),
        ("+18002738255", "US", "(800) 273-8255"),
        ("+6621136789", "TH", "02 113 6789"),
        ("+443001236600", "INT", "+44 300 123 6600"),
        ("988", "US", "988"),
        ("*4141", "CL", "*4141"),
    ],
)
def test_a_number_is_written_as_people_in_its_country_do(number, country, spoken):
    assert spoken_form(number, country) == spoken


def test_the_country_of_a_place_is_the_start_of_its_id():
    assert [country_of(place) for place in ("TH", "US-IL", "US-IL/jerseyville")] == [
        "TH",
        "US",
        "US",
    ]
    assert country_of("INT") == "INT"


def test_digits_are_all_that_is_left_of_any_spelling():
    assert digits("+44 (0)800 77-66-00") == "440800776600"
    assert digits("none") == ""


@pytest.mark.parametrize(
    ("number", "dialled_as"),
    [
        ("+61131114", "131114"),  # Australia's local-rate numbers have no international form
        ("+611300224636", "1300224636"),
        ("+611800250015", "1800250015"),
        ("+18002221222", "+18002221222"),
        ("+6622011083", "+6622011083"),
        ("1669", "1669"),
    ],
)
def test_a_telephone_gets_a_number_in_the_form_that_is_connected(number, dialled_as):
    assert dialled(number) == dialled_as


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"press": "one"}, "press is keys of a telephone, such as 1 or *8, not one"),
        ({"press": "1", "phone": None, "short": None}, "press belongs to a line that can be rung"),
    ],
)
def test_what_to_press_is_keys_of_a_line_that_is_rung(changes, rule):
    assert Fault("helplines/gb.toml", "gb-frank", rule) in faults_in(replace(FRANK, **changes))
