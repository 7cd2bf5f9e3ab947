"""The Node that Playwright's package brings: the scripts of phones need no Node of the machine."""

import subprocess

from playwright._impl._driver import compute_driver_executable

NODE, _ = compute_driver_executable()


def node(*arguments: object, **more: object) -> "subprocess.CompletedProcess[str]":
    """Run Node to its end; what it said is text."""
    command = [NODE, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
