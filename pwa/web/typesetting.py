"""Sets one document with Typst and ends: a process of its own, started by `pwa.web.paper.printing`.

Typst keeps what it has set, some 20 MB a sheet, and never gives it back: where it runs ends.
The order comes as JSON by standard input (`template`, `fonts`, `inputs`, `format`); the document
goes to standard output.
"""

import json
import os
import resource
import sys

import typst

# Readers come first. A sheet takes under a second of computing; what takes far more is ended, also
# where nobody is left who waits for it.
NICENESS = 10
LONGEST_COMPUTING = 10


def main() -> None:
    """Set the document that standard input describes."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_COMPUTING, LONGEST_COMPUTING))
    order = json.load(sys.stdin.buffer)
    document = typst.compile(
        order["template"],
        font_paths=order["fonts"],
        ignore_system_fonts=True,
        sys_inputs=order["inputs"],
        format=order["format"],
        ppi=72,
    )
    sys.stdout.buffer.write(document)


if __name__ == "__main__":
    main()
