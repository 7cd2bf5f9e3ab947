"""No catalog with faults is compiled; what a person has read goes along."""

import gettext

import pytest
from babel.messages.catalog import Catalog

from pwa.catalogs import compiling
from pwa.catalogs.compiling import compile_to, main
from pwa.catalogs.domains import DOMAINS
from pwa.catalogs.gate import findings
from pwa.catalogs.messages import locales_of, path_of, read_all, text
from pwa.settings import TRANSLATIONS


def catalogs(message, translation, *comments, flags=()):
    catalog = Catalog("es", fuzzy=False)
    catalog.add(message, translation, user_comments=comments, flags=flags)
    return {"law": catalog}


@pytest.mark.parametrize("locale", locales_of())
def test_the_catalogs_as_they_are_have_no_faults(locale):
    assert list(map(str, findings(locale, read_all(locale)))) == []


@pytest.mark.parametrize(("planted", "fault"), [
    (catalogs("Since %(date)s", "Desde %(dia)s"), "lost the placeholder %(date)s"),
    (catalogs("Stay", "Quédese", flags=["fuzzy"]), "is marked fuzzy: a guess is not a translation"),
    (catalogs("Stay", "Quédese", "reviewed: friend 2026-11-20"), "the review is not"),
    (catalogs("Stay", "Quédese", "reviewed: nurse yesterday"), "the review is not"),
    (catalogs("Stay", "", "reviewed: nurse 2026-11-20"), "it is reviewed but has no translation"),
    (catalogs(("%(num)s study", "%(num)s studies"), ("", "%(num)s estudios")), "each of its 2"),
    (catalogs(("%(num)s study", "%(num)s studies"), ("un", "%(num)s estudios")), "lost the place"),
    (catalogs("It may not wake them.", "La naloxona quizá no despierte."), "added naloxone"),
])  # fmt: skip
def test_each_kind_of_fault_is_named(planted, fault):
    assert any(fault in finding.fault for finding in findings("es", planted))


def test_a_translation_may_name_what_the_english_calls_it_where_that_is_noted():
    noted = catalogs("It may fail.", "La naloxona puede fallar.", "names: naloxone")
    assert findings("es", noted) == []


def test_nothing_is_compiled_of_a_catalog_with_faults(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(compiling, "TRANSLATIONS", tmp_path)
    monkeypatch.setattr(compiling, "read_all", lambda locale: read_all(locale, tmp_path))
    path = path_of("es", "law", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(text(catalogs("Wait 2 days", "Espere 3 días")["law"]), "utf-8")
    assert main(["es"]) == 1
    assert "es/law: 'Wait 2 days': lost the number 2" in capsys.readouterr().err
    assert not path.with_name("messages.mo").exists()


def test_one_file_holds_every_domain_and_who_has_read_what(tmp_path):
    law = catalogs("Stay", "Quédese", "reviewed: nurse 2026-11-20")
    other = Catalog("es", fuzzy=False)
    other.add("Call", "Llame")
    compile_to(tmp_path / "messages.mo", {**law, "places": other}, "es")
    with (tmp_path / "messages.mo").open("rb") as file:
        made = gettext.GNUTranslations(file)
    assert [made.gettext(word) for word in ("Stay", "Call")] == ["Quédese", "Llame"]
    assert made.pgettext("reviewed", "Stay") == "nurse 2026-11-20"


def test_every_file_of_translations_is_a_domain():
    assert {path.stem for path in TRANSLATIONS.glob("*.pot")} == set(DOMAINS)
    assert {path.stem for path in TRANSLATIONS.glob("*/*/*.po")} == set(DOMAINS)


def test_a_compiled_catalog_says_nothing_of_when_and_with_what_it_was_compiled(tmp_path):
    told = catalogs(("%(num)s day", "%(num)s days"), ("%(num)s día", "%(num)s días"))
    told["law"].mime_headers = [("Plural-Forms", "nplurals=2; plural=(n != 1);")]
    compile_to(tmp_path / "messages.mo", told, "es")
    with (tmp_path / "messages.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.info() == {
        "language": "es",
        "plural-forms": "nplurals=2; plural=(n != 1);",
        "content-type": "text/plain; charset=utf-8",
    }
    assert compiled.ngettext("%(num)s day", "%(num)s days", 2) == "%(num)s días"
