"""Lines of templates can be read without scrolling sideways (CONTRIBUTING.md: how to break one)."""

from pwa.settings import PACKAGE

TEMPLATES = PACKAGE / "web" / "templates"
LONGEST = 120


def too_long():
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in (".html", ".txt", ".xml", ".css", ".js"):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
                if len(line) > LONGEST:
                    yield path.name, number


def test_no_line_of_a_template_is_too_long_to_read():
    assert list(too_long()) == []
