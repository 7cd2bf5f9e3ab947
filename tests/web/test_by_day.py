from datetime import date

from markupsafe import Markup

from pwa.web.words.by_day import by_day

FIRST, LATER, LAST = date(2026, 11, 22), date(2026, 12, 1), date(2027, 1, 1)


def bold(words: object) -> Markup:
    return Markup("<b>{}</b>").format(words)


def test_what_never_changes_stands_alone():
    assert by_day([(FIRST, "a"), (LATER, "a")], caller=bold) == "<b>a</b>"


def test_later_versions_stand_hidden_beside_the_one_of_today():
    assert by_day([(FIRST, "a"), (LATER, "b"), (LAST, "b")], "span", caller=bold) == (
        '<span data-until="2026-11-30"><b>a</b></span>'
        '<span data-from="2026-12-01" hidden><b>b</b></span>'
    )


def test_each_of_three_versions_ends_on_the_eve_of_the_next():
    found = by_day([(FIRST, "a"), (LATER, "b"), (LAST, "a")], caller=bold)
    assert '<div data-from="2026-12-01" hidden data-until="2026-12-31">' in found


def test_a_law_page_carries_what_it_will_say_when_its_source_is_too_old(open_page):
    page = open_page("/en/law/us-mn")
    shown, *later = page.soup.select("main > div [data-legal-status]")
    assert not shown.find_parent(hidden=True)
    assert all(version.find_parent(hidden=True) for version in later)
    assert "This may have changed." in later[-1].get_text()


def test_a_page_of_another_day_speaks_of_that_day_alone(open_page):
    page = open_page("/en/law/us-tn?on=2026-06-30")
    assert len(page.soup.select("[data-legal-status]")) == 1
