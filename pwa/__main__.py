"""`leafline`, and `python -m pwa`."""

import sys


def main() -> None:
    """Run a command. `serve` starts without loading what the others need: its process stays small,
    and it is back sooner."""
    if sys.argv[1:] == ["serve"]:
        from pwa.serving.supervisor import main as run
    else:
        from pwa.cli import main as run
    run()


if __name__ == "__main__":
    main()
