"""WebKitGTK, the engine nearest to Safari's: a window on an X server of its own.

Its WebDriver always starts with an empty profile, and MiniBrowser under it too, so neither can show
that something outlives a restart. `webkit_window.py` can.
"""

import json
import os
import select
import subprocess
from pathlib import Path
from typing import Any

LIMIT = 60  # seconds for one page or one script
SCREEN = ("-displayfd", "1", "-screen", "0", "400x800x24", "-nolisten", "tcp")
# Debian's own Python has PyGObject; that of our environment has not.
WINDOW = ("/usr/bin/python3", Path(__file__).with_name("webkit_window.py"))


class WebKit:
    """A window on a profile; what it stored is there for the next one on the same profile."""

    def __init__(self, profile: Path) -> None:
        profile.mkdir(exist_ok=True)
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        self._screen = subprocess.Popen(["Xvfb", *SCREEN], **quiet)
        display = f":{self._screen.stdout.readline().strip()}"
        own = {"DISPLAY": display, "HOME": str(profile), "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        self._window = subprocess.Popen(
            [*WINDOW, profile], stdin=subprocess.PIPE, env={**os.environ, **own}, **quiet
        )

    def open(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self._ask(open=address)

    def run(self, script: str) -> Any:
        """The value that the body of an async function returns in the page."""
        return self._ask(run=script)

    def close(self) -> None:
        """Close the window, as a reader would."""
        try:
            self._window.stdin.close()
            self._window.wait(LIMIT)
        finally:
            for process in (self._window, self._screen):
                process.kill()
                process.wait()
                process.stdout.close()

    def _ask(self, **wish: str) -> Any:
        self._window.stdin.write(json.dumps(wish) + "\n")
        self._window.stdin.flush()
        assert select.select([self._window.stdout], [], [], LIMIT)[0], f"{wish}: no answer"
        answer = json.loads(self._window.stdout.readline() or '{"problem": "WebKit is gone"}')
        assert "problem" not in answer, f"{wish}: {answer['problem']}"
        return answer["value"]
