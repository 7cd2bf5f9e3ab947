"""Lines of templates can be read without scrolling sideways (CONTRIBUTING.md: how to break one)."""

from pwa.settings import PACKAGE

TEMPLATES = PACKAGE / "web" / "templates"
LONGEST = 120
# Much at work in these now: they are broken into lines when that is done.
LATER = {
    "emergency.html",
    "emergency_parts.html",
    "help_place.html",
    "law_parts.html",
    "law_place.html",
    "topic.html",
}


def too_long():
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in (".html", ".txt", ".xml", ".css", ".js"):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
                if len(line) > LONGEST:
                    yield path.name, number


def test_no_line_of_a_template_is_too_long_to_read():
    assert [(name, number) for name, number in too_long() if name not in LATER] == []


def test_what_is_left_for_later_is_still_to_be_done():
    assert {name for name, _ in too_long()} >= LATER
