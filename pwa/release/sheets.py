"""Texts as sheets: lines that several texts share are kept once, and each text lists its lines.

A string of a text's own (the name of its place) would keep lines of like texts apart. It is
replaced by a control character, which no text holds, and kept beside the text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# As JSON without what brotli finds anyway.
LIMIT = 100_000
# \x01 to \x08; the next ones are tab and newline.
MARKS = tuple(chr(code) for code in range(1, 9))


@dataclass(frozen=True)
class ChunkText:
    """One address with its text, its MIME type, and the strings of its own."""

    address: str
    type: str
    text: str
    own: tuple[str, ...] = ()


@dataclass
class Chunk:
    """Some texts whose addresses follow one another."""

    number: int
    lines: list[str] = field(default_factory=list)
    entries: dict[str, tuple[str, Sequence[str], list[int]]] = field(default_factory=dict)
    size: int = 0

    @property
    def first(self) -> str:
        """The smallest address in it."""
        return next(iter(self.entries))

    def to_line(self) -> str:
        """As one line of a pack."""
        return as_json({"n": self.number, "lines": self.lines, "entries": self.entries})


def sheets_of(texts: Iterable[ChunkText], limit: int = LIMIT) -> Iterator[Chunk]:
    """The texts by address, as many to a sheet as fit."""
    sheet, known = Chunk(0), dict[str, int]()
    for text in sorted(texts, key=lambda each: in_script_order(each.address)):
        if sheet.size >= limit:
            yield sheet
            sheet, known = Chunk(sheet.number + 1), {}
        _add(sheet, known, text)
    if sheet.entries:
        yield sheet


def text_of(sheet: Mapping[str, object], address: str) -> str:
    """The text of an address in a sheet that was read from a pack."""
    lines, entries = sheet["lines"], sheet["entries"]
    assert isinstance(lines, list)
    assert isinstance(entries, dict)
    _, own, runs = entries[address]
    found = [line for start, count in _pairs(runs) for line in lines[start : start + count]]
    text = "\n".join(found)
    for mark, string in zip(MARKS, own, strict=False):
        text = text.replace(mark, string)
    return text


def in_script_order(address: str) -> bytes:
    """Sorts texts as JavaScript compares them: by UTF-16 code units."""
    return address.encode("utf-16-be", "surrogatepass")


def as_json(value: object) -> str:
    """JSON without spaces, in which letters stay letters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _add(sheet: Chunk, known: dict[str, int], text: ChunkText) -> None:
    said = text.text
    for mark, string in zip(MARKS, text.own, strict=False):
        said = said.replace(string, mark)
    runs: list[int] = []
    for line in said.split("\n"):
        if line not in known:
            known[line] = len(sheet.lines)
            sheet.lines.append(line)
            sheet.size += len(line)
        if runs and runs[-2] + runs[-1] == known[line]:
            runs[-1] += 1
        else:
            runs += [known[line], 1]
    sheet.entries[text.address] = (text.type, text.own, runs)
    sheet.size += len(text.address) + 4 * len(runs)


def _pairs(runs: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(runs[::2], runs[1::2], strict=True)
