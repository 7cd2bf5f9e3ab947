"""What is there is written down: settings, commands, addresses, make targets, layers."""

import re

from pwa.cli import main
from pwa.maintenance.routes import PROMISED, routes
from pwa.settings import READERS, ROOT

OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")


def test_every_setting_is_in_the_operator_s_guide_and_no_other():
    written = set(re.findall(r"`(LEAFLINE_[A-Z_]+)`", OPERATING))
    assert written == {f"LEAFLINE_{name.upper()}" for name in READERS}


def test_every_command_is_in_the_operator_s_guide_and_no_other():
    written = set(re.findall(r"`leafline (\w+)", OPERATING))
    assert written == set(main.commands)


def test_every_address_that_we_promised_is_still_there_and_every_new_one_is_promised():
    assert routes() == PROMISED.read_text("utf-8").split()


def test_each_make_target_that_the_documents_name_exists():
    named = set()
    for name in ("README.md", "CONTRIBUTING.md", "docs/operating.md"):
        named |= set(re.findall(r"`make ([a-z-]+)`", (ROOT / name).read_text("utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert named <= targets


def test_each_file_that_the_documents_name_exists():
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "facts/README.md"]
    for document in documents:
        text = document.read_text("utf-8")
        named = re.findall(r"`((?:pwa|tests|docs|static|facts)/[\w./-]*)`", text)
        missing = [name for name in named if not (ROOT / name).exists()]
        assert not missing, (document.name, missing)


def test_no_lock_names_a_download_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
