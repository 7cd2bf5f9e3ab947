"""The helplines that pages show. What is said of a line changes by itself when it grows old."""

from pwa.answers import helplines
from pwa.answers.helplines import Line
from pwa.web.http import resources


def lines_for(place_id: str) -> tuple[Line, ...]:
    """The published lines for a place, as of today."""
    return _growing_old(helplines.lines_for(resources.facts(), place_id, resources.now(())))


def emergency_lines() -> tuple[Line, ...]:
    """Every country's emergency number, by the country's name, as of today."""
    return _growing_old(helplines.emergency_lines(resources.facts(), resources.now(())))


def _growing_old(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    resources.differs_on(filter(None, (line.stale_from for line in lines)))
    return lines
