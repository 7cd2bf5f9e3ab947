"""How the law on calling for help, and on naloxone, is said. What we do not know is never worded as
cover, and what a law covers is never worded as a promise."""

from collections.abc import Iterator

from flask import Flask

from pwa.answers.calling import (
    CallingAnswer,
    HelpLevel,
    Shelter,
    calling_answer,
    page_place,
    shelter,
)
from pwa.locales import gettext
from pwa.locales.words import Words, joined
from pwa.records import CallingRecord, Facts, Kind, NaloxoneRecord, Place
from pwa.records.calling import CallingCondition, Cover, NaloxoneCondition, RuledOut
from pwa.web.http import resources
from pwa.web.words.wording import day, listed, place_name, sentence

READ = (Shelter.CAN_HELP, Shelter.ONLY_A_DEFENCE, Shelter.ONLY_EVIDENCE)


def call_first() -> str:
    """What comes before all else on the law, wherever it is said."""
    return gettext("Call for help first, even if you fear the police.")


def calling_caution() -> str:
    """What every answer ends with."""
    return gettext("Police can still come. Only a lawyer can say what holds for you.")


def calling_in_short(answer: CallingAnswer) -> str:
    """The answer wherever there is little room: call first, what the nearest law is, arrest, its
    date, and what it cannot promise."""
    return joined(" ", (call_first(), calling_core(answer), calling_caution()))


def calling_core(answer: CallingAnswer) -> str:
    """The same without what is said of every place alike, where that stands above many of them."""
    said: list[str] = []
    if answer.unsure:
        said.append(_headline(Shelter.NOTHING_SURE, answer.unsure))
    for level in answer.levels[:1]:
        record = level.record
        said += [calling_headline(level), *_who_is_left_out(record), *_on_arrest(record)]
        said.append(as_of_words(record))
    if answer.has_parts:
        said.append(gettext("Places in it have laws of their own."))
    return joined(" ", said)


def answers_by_name(facts: Facts) -> list[CallingAnswer]:
    """The answers of all places that have a record of their own, by their names."""
    answers = (calling_answer(facts, place_id) for place_id in facts.calling_by_place)
    return sorted(answers, key=lambda answer: place_name(answer.place))


def calling_headline(level: HelpLevel[CallingRecord]) -> str:
    """What one level is to somebody who calls."""
    return _headline(shelter(level.record), level.place)


def calling_sentences(level: HelpLevel[CallingRecord]) -> str:
    """One level from its fields alone, which reads in any language before its summary does."""
    record = level.record
    said = [calling_headline(level)]
    if shelter(record) in READ:
        said += [_on_person(record.protects.person), *_stopped(record), *_on_arrest(record)]
    return joined(" ", said)


def whose_charges(answer: CallingAnswer) -> str:
    """Which charges the levels are for, where a country stands above a state."""
    if len(answer.levels) < 2:
        return ""
    below = answer.levels[0].place
    return gettext(
        "The law of %(place)s is for its own charges only. National charges are apart: read both.",
        place=place_name(below),
    )


def summary_words(summary: str, in_code: str) -> str:
    """The summary; where it is not yet translated, what the code can say stands before it."""
    words = sentence(summary)
    return joined(" ", (in_code, words)) if isinstance(words, Words) else words


def as_of_words(record: CallingRecord | NaloxoneRecord) -> str:
    """How old it is; no age is too young to have changed."""
    return gettext("As of %(date)s. It may have changed since.", date=day(record.as_of))


def cover_rows(record: CallingRecord) -> list[tuple[str, str]]:
    """Whom the law covers, and for what, each with a word or two."""
    if shelter(record) is Shelter.NO_LAW_FOUND:
        return []
    of = record.offences
    rows = (
        (gettext("The person who calls"), record.protects.caller),
        (gettext("The person who is ill"), record.protects.person),
        (gettext("Having drugs"), of.possession),
        (gettext("Gear to use drugs"), of.paraphernalia),
        (gettext("Giving, sharing or selling drugs"), of.provision),
        (gettext("Probation, parole or bail"), of.supervision),
        (gettext("An open arrest warrant"), of.warrant),
    )
    return [(what, cover_words(cover)) for what, cover in rows]


def cover_words(cover: Cover) -> str:
    """Whether a law names something as covered."""
    return {
        Cover.YES: gettext("Named as covered"),
        Cover.PARTLY: gettext("Covered in part"),
        Cover.NO: gettext("Not covered"),
        Cover.UNKNOWN: gettext("We do not know"),
    }[cover]


def condition_words(condition: CallingCondition) -> str:
    """What a law asks of a person who calls."""
    return {
        CallingCondition.CALL: gettext("Call for help."),
        CallingCondition.CALL_OR_BRING: gettext(
            "Call, or bring the person to care, and speak to the staff."
        ),
        CallingCondition.BE_FIRST: gettext("Be the first to call."),
        CallingCondition.BE_FIRST_OR_THINK_SO: gettext(
            "Be the first to call, or think that you are."
        ),
        CallingCondition.AT_ONCE: gettext("Call as soon as you see it."),
        CallingCondition.STAY: gettext("Stay until help comes."),
        CallingCondition.STAY_UNTIL_POLICE: gettext("Stay until police come."),
        CallingCondition.GIVE_NAME: gettext("Say who you are."),
        CallingCondition.FULL_NAME: gettext("Give your full name."),
        CallingCondition.SHOW_WHO: gettext("Show who you are."),
        CallingCondition.NAME_AND_CONTACT: gettext("Give your name and a way to reach you."),
        CallingCondition.SAY_WHERE: gettext("Say where it is."),
        CallingCondition.SAY_WHAT_WAS_TAKEN: gettext("Say what was taken, if you know."),
        CallingCondition.SAY_WHAT_YOU_KNOW: gettext("Tell the crew what you know."),
        CallingCondition.HELP_THE_CREW: gettext("Help the crew and police."),
        CallingCondition.HELP_WITH_CARE: gettext("Help with the care."),
        CallingCondition.NOT_IN_THE_WAY: gettext("Do not get in the way of the crew or police."),
        CallingCondition.GIVE_CARE: gettext("Give care while you wait."),
        CallingCondition.GIVE_NALOXONE: gettext("Give naloxone."),
        CallingCondition.BE_THERE: gettext(
            "Be the caller, the person who is ill, or someone who gives aid there."
        ),
        CallingCondition.GOOD_FAITH: gettext("Call in good faith: to get help."),
        CallingCondition.NOT_DURING_A_SEARCH: gettext(
            "It does not count during a police search or arrest."
        ),
        CallingCondition.SMALL_AMOUNT: gettext("Only small amounts, as the law sets them."),
        CallingCondition.DRUGS_OF_THIS_OVERDOSE: gettext(
            "The drugs must have to do with this overdose."
        ),
        CallingCondition.TREATMENT_CHECK: gettext("Get a check for treatment within 30 days."),
    }[condition]


def naloxone_sentences(record: NaloxoneRecord) -> str:
    """What the law says of carrying and giving it, and what getting it hangs on."""
    said = [_on_carrying(record.carrying), _on_giving(record.giving)]
    return joined(" ", (*said, *map(naloxone_condition_words, record.conditions)))


def naloxone_condition_words(condition: NaloxoneCondition) -> str:
    """What getting or giving naloxone hangs on."""
    return {
        NaloxoneCondition.CALL_AT_ONCE: gettext("Call for help at once if you give it."),
        NaloxoneCondition.ASK_A_SERVICE: gettext("Ask a drug service."),
        NaloxoneCondition.ASK_A_PHARMACY: gettext("Ask at a pharmacy."),
        NaloxoneCondition.SERVICE_OR_PHARMACY: gettext(
            "Ask a drug service or a pharmacy that has it."
        ),
        NaloxoneCondition.SERVICE_OR_DOCTOR: gettext("Ask a drug service or a doctor."),
        NaloxoneCondition.PRESCRIPTION: gettext("You need a prescription."),
        NaloxoneCondition.PRESCRIPTION_FOR_SOME: gettext("Some kinds need a prescription."),
        NaloxoneCondition.PRESCRIPTION_OR_TRAINING: gettext(
            "You need a prescription, or training by a listed group."
        ),
        NaloxoneCondition.LEARN_HOW: gettext("Staff explain how to use it."),
    }[condition]


def calling_page(place: Place) -> Place | None:
    """Whose page says all of it, for a place; None where there is none."""
    return page_place(resources.facts(), place.id)


def _headline(found: Shelter, place: Place) -> str:
    name = place_name(place)
    if found is Shelter.NO_LAW_FOUND and place.kind is Kind.COUNTRY:
        return gettext(
            "We found no national law in %(place)s that covers people who call.", place=name
        )
    pattern = {
        Shelter.NOTHING_SURE: gettext(
            "We have nothing sure on what the law in %(place)s says of people who call.", place=name
        ),
        Shelter.NO_LAW_FOUND: gettext(
            "We found no law in %(place)s that covers people who call.", place=name
        ),
        Shelter.LAW_NOT_READ: gettext(
            "There is a law in %(place)s on people who call. We do not know what it covers.",
            place=name,
        ),
        Shelter.ONLY_A_DEFENCE: gettext(
            "In %(place)s, the law may give a person who calls a defence in court, and no more.",
            place=name,
        ),
        Shelter.ONLY_EVIDENCE: gettext(
            "In %(place)s, a law can keep what a call tells police out of court, within limits.",
            place=name,
        ),
        Shelter.CAN_HELP: gettext(
            "In %(place)s, a law can help a person who calls, within limits.", place=name
        ),
    }
    return pattern[found]


def _on_person(cover: Cover) -> str:
    return {
        Cover.YES: gettext("It names the person who is ill too."),
        Cover.PARTLY: gettext("It covers the person who is ill only in part."),
        Cover.NO: gettext("It does not cover the person who is ill."),
        Cover.UNKNOWN: gettext("We do not know if it covers the person who is ill."),
    }[cover]


def _who_is_left_out(record: CallingRecord) -> Iterator[str]:
    """Whoever calls for a friend has to know where the friend is not covered, or nobody knows."""
    if shelter(record) in READ and record.protects.person is not Cover.YES:
        yield _on_person(record.protects.person)


def _stopped(record: CallingRecord) -> Iterator[str]:
    words = {
        RuledOut.ARREST: gettext("an arrest"),
        RuledOut.CHARGE: gettext("a charge"),
        RuledOut.PROSECUTION: gettext("a court case"),
        RuledOut.CONVICTION: gettext("a conviction"),
        RuledOut.REVOCATION: gettext("the end of probation or parole"),
    }
    found = [words[each] for each in record.stage if each in words]
    if found:
        yield gettext("It can stop %(things)s.", things=listed(found))


def _on_arrest(record: CallingRecord) -> Iterator[str]:
    """An arrest is never ruled out altogether."""
    if shelter(record) not in READ:
        return
    if RuledOut.ARREST in record.stage:
        yield gettext("An arrest for other things is not ruled out.")
    else:
        yield gettext("An arrest is not ruled out.")


def _on_carrying(cover: Cover | None) -> str:
    if cover is None:
        return ""
    return {
        Cover.YES: gettext("The law says that you may carry it."),
        Cover.PARTLY: gettext("The law lets some people carry it."),
        Cover.NO: gettext("The law does not let you carry it."),
        Cover.UNKNOWN: gettext("We do not know what the law says on carrying it."),
    }[cover]


def _on_giving(cover: Cover | None) -> str:
    if cover is None:
        return ""
    return {
        Cover.YES: gettext("A law can shield a person who gives it in good faith."),
        Cover.PARTLY: gettext("A law can shield some people who give it in good faith."),
        Cover.NO: gettext("We found no law that shields a person who gives it."),
        Cover.UNKNOWN: gettext("We do not know if a law shields a person who gives it."),
    }[cover]


def install(app: Flask) -> None:
    """Let every template say it in these words."""
    for function in (
        as_of_words,
        call_first,
        calling_caution,
        calling_core,
        calling_headline,
        calling_in_short,
        calling_page,
        calling_sentences,
        condition_words,
        cover_rows,
        naloxone_sentences,
        summary_words,
        whose_charges,
    ):
        app.jinja_env.globals[function.__name__] = function
