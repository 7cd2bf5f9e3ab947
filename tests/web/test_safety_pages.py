import re
from dataclasses import replace

import brotli
import pytest

from pwa.app import create_app
from pwa.catalogs.messages import read_all
from pwa.facts import read_facts
from pwa.locales import PUBLISHED
from pwa.records.safety import Certainty
from pwa.records.topics import Heading, ItemList, Link
from pwa.release.compression import BEST
from pwa.web.words.safety_wording import EMERGENCY_CLAIMS
from tests.clock import NOW
from tests.prose import FORBIDDEN, FORBIDDEN_ABROAD, grade
from tests.sample import SAMPLE

SAFETY = read_facts(SAMPLE).safety
SLUGS = [topic.slug for topic in SAFETY.topics]
WORDS = {
    Certainty.HIGH: "Strong evidence",
    Certainty.MODERATE: "Good evidence, but not certain",
    Certainty.LOW: "A few small studies",
    Certainty.VERY_LOW: "Very little evidence",
}

every_topic = pytest.mark.parametrize("slug", SLUGS)


def rendered_sentences(page):
    return page.soup.select("article [data-claims]:is(span), article [data-plain]")


@every_topic
def test_no_sentence_on_a_rendered_page_lacks_its_claim_and_source(slug, open_page):
    page = open_page(f"/en/learn/{slug}")
    article = page.soup.select_one("article")
    for element in article.select("p:not(.note), .points li"):
        if element.find_parent(class_=["why", "diagram"]):
            continue
        for mark in element.select(".sure"):
            mark.decompose()
        marked = element.select("[data-claims], [data-plain]")
        outside = element.get_text(" ", strip=True)
        for span in marked:
            outside = outside.replace(span.get_text(" ", strip=True), "", 1)
        assert outside.strip() == "", f"not marked: {outside}"
    for span in article.select("[data-claims]"):
        for key in span["data-claims"].split():
            claim = SAFETY.claim_by_id[key]
            assert claim.published
            assert claim.evidence


@every_topic
def test_every_claim_on_a_page_shows_its_certainty_in_the_words_of_its_level(slug, open_page):
    page = open_page(f"/en/learn/{slug}")
    shown = {
        element["data-claim"]: element.b.get_text()
        for element in page.soup.select(".why [data-claim]")
    }
    assert set(shown) == set(SAFETY.topic_by_slug[slug].claim_ids)
    for key, words in shown.items():
        assert words == WORDS[SAFETY.claim_by_id[key].certainty]


@every_topic
def test_how_sure_each_sentence_is_stands_beside_it(slug, open_page):
    article = open_page(f"/en/learn/{slug}").soup.select_one("article")
    levels = list(WORDS.values())
    for span in article.select("span[data-claims]"):
        beside = span.find_next(class_="sure")
        heading = span.find_next("h2")
        assert heading is None or heading in beside.find_all_next("h2"), "in the same section"
        words = beside.get_text(strip=True).split(" … ")
        first, last = levels.index(words[0]), levels.index(words[-1])
        for key in span["data-claims"].split():
            assert first <= levels.index(WORDS[SAFETY.claim_by_id[key].certainty]) <= last
        assert len(beside.select(".on")) == 4 - last


@every_topic
def test_the_first_paragraph_of_a_page_leads(slug, open_page):
    first = SAFETY.topic_by_slug[slug].blocks[0]
    lead = open_page(f"/en/learn/{slug}").soup.select("article > .lead")
    assert [each.b.get_text() for each in lead] == (
        [] if isinstance(first, Heading) else [first.sentences[0].text]
    )


@every_topic
def test_signs_of_danger_stand_in_one_card_with_two_ways_to_help(slug, open_page):
    topic = SAFETY.topic_by_slug[slug]
    cards = open_page(f"/en/learn/{slug}").soup.select(".care")
    assert len(cards) == bool(topic.danger_signs)
    for card in cards:
        assert card.h2
        assert {e["data-claims"] for e in card.select("[data-claims]")} == {topic.danger_signs}
        assert len(card.select("li")) == len(topic.danger_lists[0].items)
        assert [a["href"] for a in card.select(".row a")] == ["/en/emergency", "/en/help"]


def test_withdrawal_overdose_and_helping_name_signs_of_danger():
    slugs = {topic.slug for topic in SAFETY.topics if topic.danger_signs}
    assert slugs == {"opioid-withdrawal", "overdose", "helping-someone"}


@every_topic
def test_a_rendered_page_reads_at_grade_six_or_below_and_holds_no_forbidden_idea(slug, open_page):
    page = open_page(f"/en/learn/{slug}")
    article = page.soup.select_one("article")
    for hidden in article.select(".sure, svg"):
        hidden.decompose()
    text = (
        ". ".join(
            block.get_text(" ", strip=True) for block in article.select("h1, h2, p, li, figcaption")
        )
        .replace("?.", "?")
        .replace("..", ".")
    )
    assert grade(text) <= 6
    for idea, pattern in FORBIDDEN.items():
        found = re.search(pattern, text, re.IGNORECASE)
        assert not found, f"{idea}: {found}"


@every_topic
def test_a_page_says_when_it_was_reviewed_and_when_it_is_due(slug, open_page):
    assert (
        "Last reviewed Nov 22, 2026. Next review by May 22, 2027."
        in open_page(f"/en/learn/{slug}").text()
    )


@every_topic
def test_the_chart_of_a_page_counts_the_studies_behind_its_claims(slug, open_page):
    claims = [SAFETY.claim_by_id[key] for key in SAFETY.topic_by_slug[slug].claim_ids]
    supports = {key for claim in claims for key in claim.evidence}
    against = {key for claim in claims for key in claim.against}
    cells = open_page(f"/en/learn/{slug}").soup.select(".diagram tbody tr")
    counts = [[int(cell.get_text(strip=True)) for cell in row.select("td")] for row in cells]
    assert [sum(column) for column in zip(*counts, strict=True)] == [len(supports), len(against)]


def test_an_overdue_page_says_so(facts, settings):
    from datetime import datetime

    from pwa.app import create_app
    from pwa.web.http.resources import UTC

    for day, late in ((22, False), (23, True)):
        moment = datetime(2027, 5, day, tzinfo=UTC)
        app = create_app(settings, facts=facts, clock=lambda moment=moment: moment)
        page = app.test_client().get("/en/learn/risks").get_data(as_text=True)
        assert ("due for a new check" in page) is late


def test_the_emergency_page_reads_at_grade_five_or_below(open_page):
    page = open_page("/en/emergency?place=us")
    main = page.soup.select_one("main")
    for other in main.select(".numbers, details, .btn"):
        other.decompose()
    text = ". ".join(
        block.get_text(" ", strip=True) for block in main.select("h1, h2, li > b, li, p")
    ).replace("?.", "?")
    assert grade(text) <= 5


def test_the_emergency_page_rests_on_published_claims_and_names_their_studies(open_page):
    page = open_page("/en/emergency")
    keys = {key for e in page.soup.select("[data-claims]") for key in e["data-claims"].split()}
    assert keys == set(EMERGENCY_CLAIMS)
    assert all(SAFETY.claim_by_id[key].published for key in keys)
    studies = {study for key in keys for study in SAFETY.claim_by_id[key].evidence}
    linked = {link.rpartition("/")[2] for link in page.links("details .sources a")}
    assert linked == studies


# What a bystander meets, in this order: each step by a claim that it alone brings in.
ORDER = (
    "cpr-if-not-breathing",  # call, look at the breathing
    "naloxone-may-help",
    "rescue-breaths-how",
    "naloxone-second-dose",
    "naloxone-aim-breathing",
    "naloxone-wears-off",
)
every_language = pytest.mark.parametrize("tag", ["en", "es", "th"])


@every_language
def test_the_call_comes_first_and_each_step_in_its_order(tag, open_page):
    soup = open_page(f"/{tag}/emergency?place=us").soup
    call = soup.select_one("#call a[href='tel:911']")
    steps = soup.select(".steps > li")
    keys = [step["data-claims"].split() for step in steps]
    first = [next(n for n, of in enumerate(keys) if key in of) for key in ORDER]
    assert steps[0] in call.find_all_next("li")
    assert first == sorted(set(first))
    assert not any(key.startswith("naloxone") for of in keys[: first[1]] for key in of)
    between = keys[first[1] + 1 : first[2]]
    assert ["cpr-if-not-breathing", "overdose-steps"] in between, "CPR before rescue breaths"


@every_language
def test_each_sentence_of_the_emergency_page_carries_its_claims(tag, open_page):
    main = open_page(f"/{tag}/emergency?place=us").soup.select_one("main")
    for other in main.select(
        "#call, details, .soft, .translated, [data-calling],p:not([data-claims]):has(> a, > button)"
    ):
        other.decompose()
    said = main.select("li, p")
    assert said
    assert all(
        each.find_parent(attrs={"data-claims": True}) or each["data-claims"] for each in said
    )


@pytest.mark.parametrize("slug", ["overdose", "helping-someone"])
def test_a_page_tells_the_steps_in_the_same_order(slug):
    steps = next(
        block
        for block in SAFETY.topic_by_slug[slug].blocks
        if isinstance(block, ItemList) and block.ordered
    )
    keys = [{key for each in item for key in each.claim_ids} for item in steps.items]
    told = [key for key in ORDER if any(key in of for of in keys)]
    first = [next(n for n, of in enumerate(keys) if key in of) for key in told]
    parts = [part for item in steps.items for each in item for part in each.parts]
    assert first == sorted(first)
    assert {"cpr-if-not-breathing", "naloxone-second-dose", "naloxone-aim-breathing"} <= set(told)
    assert next(part.target for part in parts if isinstance(part, Link)) == "emergency"


@every_language
def test_what_nobody_has_checked_is_said_on_its_page_and_listed_on_the_about_page(tag, open_page):
    about = open_page(f"/{tag}/about")
    listed = about.soup.select("#unchecked ~ ul.plain")[0].select("a")
    assert len(listed) == len(SAFETY.unchecked)
    for link in listed:
        [said] = open_page(link["href"]).soup.select("[data-unchecked]")
        assert said.get_text(strip=True)
        assert link["href"] in about.links()


def test_what_has_been_checked_is_not_listed(facts, settings):
    def checked(record):
        check = record.check and replace(record.check, checked_by="nurse 2026-12-01")
        return replace(record, check=check)

    safety = replace(
        facts.safety,
        claims=tuple(map(checked, facts.safety.claims)),
        interactions=tuple(map(checked, facts.safety.interactions)),
    )
    client = create_app(
        settings, facts=replace(facts, safety=safety), clock=lambda: NOW
    ).test_client()
    for address in ("/en/about", "/en/emergency", "/en/learn/opioid-withdrawal"):
        assert "ot yet checked by" not in client.get(address).text
    assert 'id="unchecked"' not in client.get("/en/about").text


@pytest.mark.parametrize("tag", FORBIDDEN_ABROAD)
def test_no_language_sets_a_limit_on_naloxone_or_makes_waking_the_aim(tag):
    for domain in read_all(tag).values():
        for message in domain:
            found = FORBIDDEN_ABROAD[tag].search(str(message.string))
            assert not found, message.string


@pytest.mark.parametrize("tag", [locale.tag for locale in PUBLISHED])
def test_the_emergency_page_with_all_that_it_needs_is_at_most_ten_kilobytes(tag, client, open_page):
    page = open_page(f"/{tag}/emergency")
    needed = page.links("link[rel=stylesheet]:not([media])")
    bodies = [page.response.data, *(client.get(address).data for address in needed)]
    # As a release holds them.
    assert sum(len(brotli.compress(body, quality=BEST)) for body in bodies) <= 10_000


@pytest.mark.parametrize(("asked", "level"), [
    ("with=alprazolam", "dangerous"),
    ("with=alprazolan", "dangerous"),
    ("with=cannabis", "unknown"),
    ("with=naloxone", "low-known-risk"),
    ("with=naloxone&and=alcohol", "dangerous"),
    ("with=naloxone&and=nothingweknow", "unknown"),
    ("with=coffee,+beer", "dangerous"),
])  # fmt: skip
def test_the_mixing_checker_takes_the_more_cautious_level(asked, level, open_page):
    page = open_page(f"/en/mixing?{asked}")
    assert page.soup.select_one("[data-level]")["data-level"] == level


def test_a_thing_that_we_do_not_hold_is_never_called_safe(open_page):
    page = open_page("/en/mixing?with=xyzzyq")
    assert "We have nothing on this. That does not mean that it is safe." in page.text()
    assert any("/en/help" in link for link in page.links("main a"))


@pytest.mark.parametrize("query", ["with=" + "x" * 101, "with=a%00b", "and=" + "y" * 5000])
def test_a_question_that_cannot_be_is_refused(query, open_page):
    open_page(f"/en/mixing?{query}", status=400)


@pytest.mark.parametrize("each", SAFETY.interactions, ids=lambda each: each.id)
def test_each_class_has_a_page_with_why_what_to_do_how_sure_and_sources(each, open_page):
    page = open_page(f"/en/mixing/{each.id}")
    assert page.soup.select_one("[data-level]")["data-level"] == each.level.value
    assert each.do in page.text()
    assert WORDS[each.certainty] in page.text()
    assert len(page.links("main .sources a")) == len(each.evidence)


def test_the_overview_holds_every_class(open_page):
    rows = open_page("/en/mixing").links("tbody a")
    assert len(rows) == len(SAFETY.interactions)


@pytest.mark.parametrize("study", SAFETY.studies, ids=lambda study: study.id)
def test_each_study_has_a_page_without_amounts_that_says_where_it_is_used(study, open_page):
    page = open_page(f"/en/evidence/{study.id}")
    text = page.text("main").replace(study.citation.title, "")
    assert not re.search(r"\d\s?(mg|g|grams)\b(?!/L)", text)
    used = {link.rpartition("/")[2] for link in page.links("main ul.plain a")}
    for claim in SAFETY.claims_by_study.get(study.id, ()):
        assert set(SAFETY.topics_by_claim.get(claim, ())) <= used
    if not study.show_url and study.citation.url:
        assert study.citation.url not in page.links()


def test_the_library_is_narrowed_by_kind_species_and_subject(open_page):
    assert len(open_page("/en/evidence").soup.select(".studies li")) == len(SAFETY.studies)
    for query, fits in (
        ("kind=rct", lambda study: study.kind == "rct"),
        ("species=rodent", lambda study: study.species == "rodent"),
        ("kind=animal&species=rodent", lambda s: (s.kind, s.species) == ("animal", "rodent")),
        ("topic=dopamine", lambda study: "dopamine" in study.topics),
    ):
        found = open_page(f"/en/evidence?{query}").links(".studies li a")
        expected = {study.id for study in SAFETY.studies if fits(study)}
        assert {link.rpartition("/")[2] for link in found} == expected
        assert len(found) == len(expected)
    open_page("/en/evidence?kind=magic", status=400)
    open_page("/en/evidence?topic=magic", status=400)


def test_citations_come_as_bibtex_and_csl(client):
    one = client.get("/api/v1/evidence/hemby-2018.bib").get_data(as_text=True)
    assert one.startswith("@article{hemby-2018,")
    assert "10.1111/adb.12639" in one
    item = client.get("/api/v1/evidence/hemby-2018.csl.json").get_json(force=True)
    assert item[0]["DOI"] == "10.1111/adb.12639"
    assert (
        client.get("/api/v1/evidence.bib").get_data(as_text=True).count("\n@")
        == len(SAFETY.studies) - 1
    )
    assert client.get("/api/v1/evidence/nothing.bib").status_code == 404


def test_an_unknown_topic_class_or_study_is_not_found(open_page):
    for address in ("/en/learn/nothing", "/en/mixing/nothing", "/en/evidence/nothing"):
        assert "911" in open_page(address, status=404).text()


def test_the_api_gives_topics_claims_and_interactions(client):
    topics = client.get("/api/v1/topics").get_json()
    assert [topic["slug"] for topic in topics] == SLUGS
    page = client.get("/api/v1/topics/risks").get_json()
    assert all(s["claims"] or s["text"] for part in page["sections"] for s in part["sentences"])
    claims = client.get("/api/v1/claims").get_json()
    assert len(claims) == sum(claim.published for claim in SAFETY.claims)
    unchecked = {claim["id"] for claim in claims if claim["check"]}
    assert unchecked == {claim.id for claim in SAFETY.claims if claim.check}
    assert not {"amounts", "scales-licence"} & {claim["id"].partition("-")[0] for claim in claims}
    mix = client.get("/api/v1/interactions", query_string={"with": "alprazolam"}).get_json()
    assert mix["level"] == "dangerous"
    unknown = client.get("/api/v1/interactions", query_string={"with": "xyzzyq"}).get_json()
    assert (unknown["level"], unknown["has_unknown"]) == ("unknown", True)
    assert len(client.get("/api/v1/interactions/all").get_json()) == len(SAFETY.interactions)
    assert len(client.get("/api/v1/evidence").get_json()) == len(SAFETY.studies)


def test_search_finds_topics_and_medicines(open_page):
    assert "/en/mixing/benzodiazepines" in open_page("/en/search?q=diazepam").links(".rows a")
    assert "/en/learn/pregnancy" in open_page("/en/search?q=pregnancy").links(".rows a")
    assert "/en/learn/opioid-withdrawal" in open_page("/en/search?q=withdrawal").links(".rows a")


@pytest.mark.parametrize(("asked", "heading", "level"), [
    ("/es/mixing?with=metadona", "Metadona", "dangerous"),
    ("/es/mixing?with=methadone", "Metadona", "dangerous"),
    ("/es/mixing?with=cafe", "Cafeína", None),
    ("/th/mixing?with=เมทาโดน", "เมทาโดน", "dangerous"),
    ("/th/mixing?with=กัญชา", "กัญชา", None),
])  # fmt: skip
def test_the_checker_knows_medicines_by_their_names_in_the_reader_s_language(
    asked, heading, level, open_page
):
    page = open_page(asked)
    assert page.text("main h3").startswith(heading)
    assert level is None or page.soup.select_one("[data-level]")["data-level"] == level


def test_the_checker_takes_two_things_joined_in_the_reader_s_language(open_page):
    page = open_page("/es/mixing?with=metadona+y+vino")
    assert [heading.a.get_text() for heading in page.soup.select("main h3")] == [
        "Metadona",
        "Alcohol",
    ]
    page = open_page("/th/mixing?with=เมทาโดนกับแอลกอฮอล์")
    assert len(page.soup.select("main h3 a")) == 2
