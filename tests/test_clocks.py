"""Tests are given their moment: the few that read the machine's clock are named beside it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pwa.settings import ROOT
from tests.clock import READS_THE_CLOCK

# By these the machine says what time it is.
CLOCKS = {"datetime.now", "date.today", "time.time", "utc_now", "system_clock"}
NOT_RUN_AS_TESTS = ("tests/browsers/", "tests/offline/server.py", "tests/other_days/")


def test_no_other_test_reads_the_clock_of_the_machine():
    found = {
        name
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if any(_reads_the_clock(call) for call in _calls(path))
        and not (name := str(path.relative_to(ROOT))).startswith(NOT_RUN_AS_TESTS)
    }
    assert found
    assert [name for name in found if not name.startswith(READS_THE_CLOCK)] == []


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _reads_the_clock(call: ast.Call) -> bool:
    """Asks for the moment, or makes an application that will."""
    name = ast.unparse(call.func)
    if name.endswith("create_app"):
        return not {"clock", None} & {keyword.arg for keyword in call.keywords}
    return name in CLOCKS
