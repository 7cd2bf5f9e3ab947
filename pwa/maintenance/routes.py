"""Rewrites tests/routes.txt: `ACK=1 python -m pwa.maintenance.routes` to take an address back.

Our addresses are printed on leaflets. One that vanishes needs a redirect and a person who says so.
"""

import os
import sys
import tempfile
from pathlib import Path

from pwa.app import create_app
from pwa.settings import ROOT, Settings

PROMISED = ROOT / "tests" / "routes.txt"


def routes() -> list[str]:
    """Every address that the application answers, sorted."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data=Path(folder)))
        return sorted({rule.rule for rule in app.url_map.iter_rules()})


def main() -> int:
    """Write the list, unless an address is gone and nobody acknowledged it; the exit code."""
    found = routes()
    promised = PROMISED.read_text("utf-8").split() if PROMISED.exists() else []
    gone = sorted(set(promised) - set(found))
    if gone and not os.environ.get("ACK"):
        sys.stderr.write(f"gone: {', '.join(gone)}. Add a redirect, then run with ACK=1.\n")
        return 1
    PROMISED.write_text("\n".join(found) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
