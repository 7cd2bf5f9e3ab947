"""Firefox, driven by Marionette: the wire of geckodriver, JSON with its length before it."""

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

from tests.offline.conftest import until

LIMIT = 60  # seconds for one page or one script
START = ("--headless", "--marionette", "--no-remote", "--profile")
PORT = 'user_pref("marionette.port", 0);\n'  # any that is free
RUN = "const done = arguments[0]; (async () => { %s })().then(done, (e) => done(String(e)));"


class Firefox:
    """A Firefox on a profile; what it stored is there for the next one on the same profile."""

    def __init__(self, profile: Path) -> None:
        profile.mkdir(exist_ok=True)
        (profile / "user.js").write_text(PORT, "utf-8")
        port = profile / "MarionetteActivePort"
        port.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [program(), *START, profile],
            env={**os.environ, "HOME": str(profile)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: port.read_text("utf-8").isdecimal(), LIMIT)
        self._wire = socket.create_connection(("127.0.0.1", int(port.read_text("utf-8"))), LIMIT)
        self._answers = self._wire.makefile("rb")
        self._asked = 0
        self._hear()  # it says hello
        self._ask("WebDriver:NewSession")
        self._ask("WebDriver:SetTimeouts", pageLoad=LIMIT * 1000, script=LIMIT * 1000)

    def open(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self._ask("WebDriver:Navigate", url=address)

    def run(self, script: str) -> Any:
        """The value that the body of an async function returns in the page."""
        return self._ask("WebDriver:ExecuteAsyncScript", script=RUN % script, args=[])["value"]

    def close(self) -> None:
        """Quit, as a reader would."""
        try:
            self._ask("Marionette:Quit", flags=["eAttemptQuit"])
            self._process.wait(LIMIT)
        finally:
            self._process.kill()
            self._process.wait()
            self._answers.close()
            self._wire.close()

    def _ask(self, command: str, **more: object) -> Any:
        self._asked += 1
        message = json.dumps([0, self._asked, command, more]).encode()
        self._wire.sendall(b"%d:%s" % (len(message), message))
        _, number, problem, value = self._hear()
        assert number == self._asked
        assert problem is None, f"{command}: {problem['message']}"
        return value

    def _hear(self) -> Any:
        length = b""
        while (digit := self._answers.read(1)) != b":":
            assert digit, "Firefox is gone"
            length += digit
        return json.loads(self._answers.read(int(length)))


def program() -> str:
    """Where Firefox is. Without one the tests fail: they are never skipped in silence."""
    found = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert found, "No Firefox. Run `make test-browsers`, or set FIREFOX."
    return found
