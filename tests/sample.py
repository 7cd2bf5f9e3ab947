"""The facts that tests of the code stand on: a frozen part of ours as it was in November 2026.

What is shipped may change every day and breaks no test; `leafline check` holds it to its rules.
"""

from pathlib import Path

SAMPLE = Path(__file__).with_name("sample")
