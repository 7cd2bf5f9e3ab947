"""Documents are set in a process that ends with each of them: a worker never grows by them."""

import subprocess
import sys

import pytest
from werkzeug.exceptions import ServiceUnavailable

from pwa.answers.kits import Choice
from pwa.web.paper import printing
from pwa.web.paper.printing import pdf
from pwa.web.paper.sheets import sheet


@pytest.fixture
def said(app, facts):
    with app.test_request_context("/en/"):
        yield sheet(facts.places["US-TX"], Choice())


def test_a_document_is_set_outside_of_the_process_that_wants_it(said, monkeypatch):
    begun = []

    class Watched(subprocess.Popen):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            begun.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    assert pdf(said, "card").startswith(b"%PDF")
    assert [process.returncode for process in begun] == [0]


def test_one_that_takes_too_long_is_ended_and_the_next_is_set(said, monkeypatch):
    with monkeypatch.context() as slow:
        slow.setattr(printing, "TYPESETTER", (sys.executable, "-c", "import time; time.sleep(60)"))
        slow.setattr(printing, "LONGEST_SETTING", 0.1)
        with pytest.raises(ServiceUnavailable):
            pdf(said, "card")
    assert pdf(said, "card").startswith(b"%PDF")


def test_a_typesetter_that_fails_says_why(said, monkeypatch):
    monkeypatch.setattr(printing, "TYPESETTER", (sys.executable, "-c", "raise SystemExit('why')"))
    with pytest.raises(RuntimeError, match="why"):
        pdf(said, "card")


def test_what_sets_documents_loads_nothing_of_the_application():
    """It starts for each document: only Typst and the standard library are worth that."""
    command = "import sys, pwa.web.typesetting; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-P", "-c", command], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = {name for name in loaded if name.startswith("pwa")}
    assert ours == {"pwa", "pwa.web", "pwa.web.typesetting"}
    assert "flask" not in loaded
