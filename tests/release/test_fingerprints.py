"""The mark of the code is that of what pages are made of."""

import subprocess
import sys

from pwa.release.fingerprints import NOT_OF_PAGES, _files
from pwa.settings import PACKAGE

IMPORTED = """
import sys
import pwa.app, pwa.release.build
print("\\n".join(str(module.__file__) for module in list(sys.modules.values())
                if module.__name__.partition(".")[0] == "pwa"))
"""


def test_no_page_is_made_by_what_the_mark_leaves_out():
    said = subprocess.run(
        [sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True
    )
    used = {f"pwa/{path.removeprefix(f'{PACKAGE}/')}" for path in said.stdout.split()}
    assert "pwa/answers/law.py" in used
    assert not [name for name in used if name.startswith(NOT_OF_PAGES)]
    assert used <= {name for name, _ in _files()}


def test_what_the_mark_leaves_out_is_there():
    for name in NOT_OF_PAGES:
        assert (PACKAGE.parent / name).exists(), name
