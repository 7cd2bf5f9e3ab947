"""Gettext cannot fail: a catalog that lacks or breaks a message is answered in English."""

import pytest
from babel.messages.catalog import Catalog
from flask import Flask, g, render_template_string
from markupsafe import escape

from pwa import locales
from pwa.catalogs.compiling import compile_to
from pwa.locales import ENGLISH, Locale, gettext, ngettext, pgettext
from pwa.locales.states import State, TranslationReview, heard, listening

SPANISH = Locale("es", "Español")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("translations")
    catalog = Catalog("es", fuzzy=False)
    catalog.add("Stay", "Quédese", user_comments=["reviewed: nurse 2026-11-20"])
    catalog.add("Call", "Llame")
    catalog.add("Leave", "Salir", context="quick exit")
    catalog.add("28% against", "28% en contra")
    catalog.add("Since %(date)s", "Desde %(dia)s")
    catalog.add("To %(date)s", "Hasta %(date)")
    catalog.add("At %(time)s", "A las %(time)s")
    catalog.add("By %(name)s", "Por <b>%(name)s</b>")
    catalog.add(("%(num)s study", "%(num)s studies"), ("%(num)s estudio", "%(num)s estudios"))
    catalog.add(("%(num)s day", "%(num)s days"), ("%(n)s día", "%(n)s días"))
    path = folder / "es" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    compile_to(path, {"law": catalog}, "es")
    app = Flask(__name__)
    locales.install(app, folder, [ENGLISH, SPANISH])
    return app


@pytest.fixture(autouse=True)
def in_spanish(app):
    with app.test_request_context():
        g.locale = SPANISH
        yield


def test_what_is_translated_is_said_in_the_reader_s_language():
    assert (gettext("Call"), pgettext("quick exit", "Leave")) == ("Llame", "Salir")
    assert gettext("At %(time)s", time="5") == "A las 5"
    assert [ngettext("%(num)s study", "%(num)s studies", n) for n in (1, 2)] == [
        "1 estudio",
        "2 estudios",
    ]


def test_a_percent_sign_in_a_fact_is_no_placeholder():
    assert gettext("28% against") == "28% en contra"


@pytest.mark.parametrize(("said", "english"), [
    (lambda: gettext("Not there"), "Not there"),
    (lambda: gettext("90% of it"), "90% of it"),
    (lambda: gettext("Not %(what)s", what="there"), "Not there"),
    (lambda: pgettext("quick exit", "Call"), "Call"),
    (lambda: gettext("Since %(date)s", date="2026"), "Since 2026"),
    (lambda: gettext("To %(date)s", date="2026"), "To 2026"),
    (lambda: ngettext("%(num)s day", "%(num)s days", 1), "1 day"),
    (lambda: ngettext("%(num)s day", "%(num)s days", 2), "2 days"),
    (lambda: ngettext("%(num)s thing", "%(num)s things", 5), "5 things"),
])  # fmt: skip
def test_what_is_missing_or_broken_is_said_in_english_and_marked(said, english):
    words = said()
    assert words == english
    assert escape(words) == f'<span lang="en" dir="ltr">{english}</span>'
    assert heard().worst is State.OUTDATED


@pytest.mark.parametrize(("template", "html"), [
    ("{% trans %}Call{% endtrans %}", "Llame"),
    ("{{ _('At %(time)s', time='5') }}", "A las 5"),
    ("{% trans 'quick exit' %}Leave{% endtrans %}", "Salir"),
    ("{% trans date='2026' %}Since {{ date }}{% endtrans %}",
     '<span lang="en" dir="ltr">Since 2026</span>'),
    ("{% trans date='2026' %}To {{ date }}{% endtrans %}",
     '<span lang="en" dir="ltr">To 2026</span>'),
    ("{% trans num=2 %}{{ num }} day{% pluralize %}{{ num }} days{% endtrans %}",
     '<span lang="en" dir="ltr">2 days</span>'),
    ("{% trans num=2 %}{{ num }} study{% pluralize %}{{ num }} studies{% endtrans %}",
     "2 estudios"),
    ("{% trans %}90% of it{% endtrans %}", '<span lang="en" dir="ltr">90% of it</span>'),
    ("{% trans name='A & B' %}By {{ name }}{% endtrans %}", "Por &lt;b&gt;A &amp; B&lt;/b&gt;"),
    ("<p title=\"{{ _('Not there')|striptags }}\">", '<p title="Not there">'),
])  # fmt: skip
def test_a_template_says_the_same_and_never_fails(template, html):
    assert render_template_string(template) == html


def test_english_is_never_marked():
    g.locale = ENGLISH
    assert escape(gettext("Not there")) == "Not there"
    assert heard().states == set()


def test_numbers_are_written_as_the_language_writes_them():
    g.locale = Locale("es", "Español", cldr_id="es_ES")
    assert gettext("Not %(count)s", count=12345) == "Not 12.345"


def test_what_was_said_is_known_to_be_drafted_or_read_and_by_whom():
    with listening() as first:
        gettext("Stay")
    with listening() as second:
        gettext("Stay")
        gettext("Call")
    assert first.worst is State.READ
    assert [(each.role, each.on.isoformat()) for each in first.readings] == [
        ("nurse", "2026-11-20")
    ]
    assert second.worst is State.DRAFTED
    assert heard().states == {State.READ, State.DRAFTED}


@pytest.mark.parametrize("text", ["friend 2026-11-20", "nurse", "nurse 20.11.2026", ""])
def test_a_reading_names_a_role_and_a_day(text):
    with pytest.raises(ValueError):
        TranslationReview.parse(text)
