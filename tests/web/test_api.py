import csv
import io
import re
import sqlite3

import pytest
from sqlite_utils import Database


def get(client, path, **query):
    return client.get(f"/api/v1/{path}", query_string=query)


@pytest.mark.parametrize(("on", "status"), [("2026-06-30", "regulated"), ("2026-07-01", "banned")])
def test_tennessee_changes_on_its_day(on, status, client):
    answer = get(client, "law", place="US-TN", substance="kratom", on=on).get_json()
    assert answer["status"] == status
    assert answer["decided_by"] == "US-TN"
    assert answer["on"] == on
    assert [level["place"] for level in answer["chain"]] == ["US-TN", "US"]


def test_an_answer_about_the_law_has_every_key_that_we_promise(client):
    answer = get(client, "law", place="US-IL/jerseyville").get_json()
    assert {
        "place", "substance", "on", "status", "possession", "sale", "import", "min_age",
        "decided_by", "as_of", "confidence", "stale", "chain", "upcoming", "history", "notices",
    } <= set(answer)  # fmt: skip
    assert {
        "place", "status", "possession", "sale", "import", "min_age", "instrument", "valid_from",
        "valid_to", "summary", "as_of", "confidence", "sources",
    } <= set(answer["chain"][0])  # fmt: skip


def test_a_rule_that_ended_says_its_last_day(client):
    level = get(client, "law", place="US-TN", on="2026-06-30").get_json()["chain"][0]
    assert (level["valid_from"], level["valid_to"]) == ("2018-07-01", "2026-06-30")


def test_a_place_may_be_written_in_any_case(client):
    assert get(client, "law", place="us-il/Jerseyville").get_json()["place"] == "US-IL/jerseyville"


@pytest.mark.parametrize("query", [
    {}, {"place": ""}, {"place": "US", "substance": "heroin"}, {"place": "US", "on": "2024-02-30"},
    {"place": "US", "on": "9999"}, {"place": "US", "lang": "xx"}, {"place": "US", "when": "now"},
    {"place": "x" * 100_000}, {"place": "US\x00"}, {"place": "\ufffd"}, {"place": "US", "on": ""},
])  # fmt: skip
def test_a_bad_parameter_is_a_problem_document_that_names_it(query, client):
    response = get(client, "law", **query)
    assert response.status_code in (400, 404)
    problem = response.get_json()
    assert response.content_type == "application/problem+json"
    assert problem["status"] == response.status_code
    assert problem["detail"]


@pytest.mark.parametrize("place", ["XX", "../etc", "US-IL/nowhere", "%00", "etc/passwd"])
def test_an_unknown_place_is_not_found(place, client):
    response = get(client, "law", place=place)
    assert response.status_code == 404
    assert "We know no place" in response.get_json()["detail"]


def test_an_unknown_address_below_the_api_is_a_problem_document(client):
    response = get(client, "nothing")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


def test_a_method_that_we_do_not_have_is_refused_with_those_that_we_do(client):
    response = client.post("/api/v1/law")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_helplines_are_narrowed_by_need_and_language(client):
    lines = get(
        client, "helplines", place="US-TX", topic="crisis", language="es",
        at="2026-11-22T10:00:00-06:00",
    ).get_json()  # fmt: skip
    assert {"us-988", "us-crisis-text-line", "us-trans-lifeline"} == {line["id"] for line in lines}
    assert lines[0]["open"] is True


def test_emergency_is_a_topic(client):
    lines = get(client, "helplines", place="TH", topic="emergency").get_json()
    assert [line["short"] for line in lines] == ["1669"]


def test_open_now_follows_the_moment_asked_for(client):
    def is_open(at):
        lines = get(client, "helplines", place="BE", at=at).get_json()
        return next(line["open"] for line in lines if line["id"] == "be-druglijn")

    assert is_open("2026-07-06T17:59:00Z") is True
    assert is_open("2026-07-06T18:01:00Z") is False


@pytest.mark.parametrize("at", ["2026-11-22T10:00:00", "now", "2026-13-01T00:00:00Z"])
def test_a_moment_without_its_offset_is_refused(at, client):
    assert get(client, "helplines", place="US", at=at).status_code == 400


def test_no_answer_holds_an_unpublished_line_or_a_retired_number(client, facts):
    hidden = {line.id for line in facts.helplines if not line.published}
    retired = {n for line in facts.helplines for n in line.retired_numbers if len(n) > 4}
    lines = get(client, "helplines").get_json()
    assert len(lines) == len(facts.helplines) - len(hidden)
    assert not hidden & {line["id"] for line in lines}
    everything = get(client, "helplines").text + get(client, "dataset.json").text
    assert [number for number in retired if f'"{number}"' in everything] == []
    assert [name for name in hidden if f'"{name}"' in everything] == []


def test_places_are_found_misspelt_and_listed_without_a_question(client, facts):
    found = get(client, "places", q="jersyville").get_json()
    assert found[0] == {
        "id": "US-IL/jerseyville", "name": "Jerseyville", "kind": "city", "parent": "US-IL",
    }  # fmt: skip
    assert len(get(client, "places").get_json()) == len(facts.places)


def test_any_site_may_read_and_an_unchanged_answer_costs_nothing(client):
    response = get(client, "law", place="TH")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/api/v1/law?place=TH", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_the_dataset_holds_every_record_in_each_form(client, facts, tmp_path):
    document = get(client, "dataset.json").get_json()
    assert document["licence"] == "CC BY 4.0"
    safety = facts.safety
    held = {
        "law_records": facts.law,
        "helplines": [line for line in facts.helplines if line.published],
        "calling": facts.calling_by_place,
        "naloxone": facts.naloxone_by_place,
        "claims": [claim for claim in safety.claims if claim.published],
        "interactions": safety.interactions,
    }
    assert {name: len(document[name]) for name in held} == {
        name: len(rows) for name, rows in held.items()
    }
    assert document["studies"]
    assert document["sentences"]
    assert not re.search(r"\d\s?(mg|g)\b(?!/L)", " ".join(s["finds"] for s in document["studies"]))
    rows = list(csv.DictReader(io.StringIO(get(client, "dataset.csv").text)))
    assert len(rows) == len(document["law_rules"])
    assert get(client, "dataset.csv", table="nothing").status_code == 400
    path = tmp_path / "leafline.db"
    path.write_bytes(get(client, "dataset.db").data)
    db = Database(path)
    assert {name: db[name].count for name in db.table_names()} == {
        name: len(rows) for name, rows in document.items() if isinstance(rows, list)
    }
    assert next(db.query("pragma integrity_check"))["integrity_check"] == "ok"
    assert list(db.query("pragma foreign_key_check")) == []
    assert sqlite3.connect(path).execute("select count(*) from law_rules").fetchone()[0] == len(
        rows
    )


def test_the_document_describes_every_address_of_the_api(client, app):
    described = set(get(client, "openapi.json").get_json()["paths"])
    rules = (r.rule for r in app.url_map.iter_rules() if r.rule.startswith("/api/v1/"))
    served = {rule.replace("<", "{").replace(">", "}") for rule in rules}
    assert {f"/api/v1{path}" if not path.startswith("/api") else path for path in described} == (
        served - {"/api/v1/openapi.json"}
    )


@pytest.mark.parametrize("address", [
    "law?place=US-IL", "topics", "topics/naloxone", "claims", "interactions/all",
    "interactions?with=alcohol", "evidence", "evidence/hemby-2018", "helplines?place=TH",
])  # fmt: skip
def test_texts_come_with_the_state_of_their_translation(address, client):
    # What of the sample has changed since has no translation any more, and says so.
    translated = {"drafted", "outdated"}
    for lang, states in (("en", {"original"}), ("es", translated), ("th", translated)):
        mark = "&" if "?" in address else "?"
        found = client.get(f"/api/v1/{address}{mark}lang={lang}").json
        first = found[0] if isinstance(found, list) else found
        assert first["translation"].pop("state") in states
        assert first["translation"] == {"language": lang, "read_by": [], "read_on": None}


def test_prose_of_facts_is_in_the_language_that_was_asked_for(client):
    law = client.get("/api/v1/law?place=US-IL&lang=es").json
    assert law["chain"][0]["summary"].startswith("La ley del estado solo fija una edad")
    mix = client.get("/api/v1/interactions?with=metadona&lang=es").json
    assert mix["findings"][0]["matches"][0]["interaction"]["with"] == "metadona"
    topic = client.get("/api/v1/topics/naloxone?lang=th").json
    assert topic["title"] == "นาลอกโซนคืออะไร และให้เมื่อไร?"
