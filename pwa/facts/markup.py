"""A topic's Markdown into blocks of sentences, each with its claim marks: `Words. [claim-id]`.

Allowed are headings (levels 2 and 3), paragraphs, lists and links `[words](topic:slug)` or
`[words](page:name)`. All else is a fault with its line: nothing on a health page goes unread.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pwa.errors import Fault
from pwa.records.topics import Block, Heading, ItemList, Link, Paragraph, Part, Sentence, Text

PLAIN = "plain"
SCHEMES = {"topic", "page"}
PAGES = {"help", "emergency", "law", "mixing"}
MARK = re.compile(r"\[([a-z0-9]+(?:-[a-z0-9]+)*)\]")
BRACKET = re.compile(r"[\[\]]")
# A full stop, question or exclamation mark inside the words: a second sentence without its mark.
SECOND_SENTENCE = re.compile(r"[.!?][\"'”’)]?\s+\S")
SENTENCE_END = re.compile(r"[.!?:][\"'”’)]?\Z")
LISTS = {"bullet_list_open": False, "ordered_list_open": True}
SILENT = {"paragraph_open", "paragraph_close", "list_item_close"}

_parser = MarkdownIt("commonmark")


def parse(markdown: str, file: str, faults: list[Fault], first_line: int = 1) -> tuple[Block, ...]:
    """The blocks of one topic; `first_line` is where its Markdown starts in the file."""
    return tuple(_Page(file, faults, first_line).blocks(_parser.parse(markdown)))


def parts(message: str) -> tuple[Part, ...]:
    """Words and links of a translated `Sentence.message`; a link that leads nowhere is words."""
    found: list[Part] = []
    for token in _parser.parseInline(message):
        for piece in _pieces(token.children or ()):
            if isinstance(piece, Text) or (isinstance(piece, Link) and not _fault_in(piece)):
                found.append(piece)
            elif isinstance(piece, Link):
                found.append(Text(piece.text))
    return _trimmed(found)


@dataclass
class _Odd:
    """Markdown that a topic may not hold."""

    kind: str


@dataclass
class _Draft:
    """A sentence while it is read."""

    line: int
    parts: list[Part] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


@dataclass
class _Page:
    """One page while it is read."""

    file: str
    faults: list[Fault]
    first_line: int

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Walks the top level; a list takes its own tokens off the walk."""
        walk = iter(tokens)
        for token in walk:
            if token.type == "heading_open":
                yield self._heading(token, next(walk))
                next(walk)
            elif token.type == "paragraph_open":
                yield Paragraph(tuple(self._sentences(next(walk))))
                next(walk)
            elif token.type in LISTS:
                yield self._list(token, walk)
            else:
                self._fault(self._line(token), f"{token.type} has no place in a topic")

    def _heading(self, opening: Token, inline: Token) -> Heading:
        level, line = int(opening.tag[1]), self._line(opening)
        if level not in (2, 3):
            self._fault(line, "a heading is of level 2 or 3; the title stands in the front matter")
        children = inline.children or ()
        if BRACKET.search(inline.content) or any(token.type != "text" for token in children):
            self._fault(line, "a heading holds words only, no marks or links")
        return Heading(inline.content, level, line)

    def _list(self, opening: Token, walk: Iterator[Token]) -> ItemList:
        items: list[tuple[Sentence, ...]] = []
        for token in walk:
            if token.level == opening.level and token.nesting == -1:
                break
            if token.type == "list_item_open":
                items.append(())
            elif token.type == "inline":
                items[-1] += tuple(self._sentences(token))
            elif token.type not in SILENT:
                self._fault(self._line(token), f"{token.type} has no place in a list")
        return ItemList(tuple(items), LISTS[opening.type])

    def _sentences(self, inline: Token) -> list[Sentence]:
        """The sentences of one paragraph or item: each ends where its marks end."""
        line, draft, found = self._line(inline), _Draft(self._line(inline)), []
        for piece in _pieces(inline.children or ()):
            if isinstance(piece, _Odd):
                line += piece.kind == "softbreak"
                self._check_oddity(piece, line)
            elif isinstance(piece, str):
                draft.marks.append(piece)
            elif piece.text.strip() or not draft.marks:
                if draft.marks:
                    found.append(self._finish(draft))
                    draft = _Draft(line)
                draft.parts.append(self._checked(piece, line))
        if draft.parts:
            found.append(self._finish(draft))
        return [sentence for sentence in found if sentence.text]

    def _check_oddity(self, odd: _Odd, line: int) -> None:
        if odd.kind != "softbreak":
            self._fault(line, f"{odd.kind} has no place in a sentence")

    def _checked(self, piece: Part, line: int) -> Part:
        if BRACKET.search(piece.text):
            where = "a link" if isinstance(piece, Link) else "the words"
            self._fault(line, f"a bracket in {where} ({piece.text.strip()}) is not a claim mark")
        if isinstance(piece, Link) and (rule := _fault_in(piece)):
            self._fault(line, rule)
        return piece

    def _finish(self, draft: _Draft) -> Sentence:
        claims = tuple(dict.fromkeys(mark for mark in draft.marks if mark != PLAIN))
        sentence = Sentence(_trimmed(draft.parts), claims, PLAIN in draft.marks, draft.line)
        text = sentence.text
        if not draft.marks or SECOND_SENTENCE.search(text):
            self._fault(draft.line, f"a sentence has no claim mark and no [plain]: {text[:60]}")
        if sentence.plain and claims:
            self._fault(draft.line, "a sentence is plain or rests on claims, not both")
        if draft.marks and not SENTENCE_END.search(text):
            self._fault(draft.line, f"the marks come after the full stop: {text[:60]}")
        return sentence

    def _line(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def _fault(self, line: int, rule: str) -> None:
        self.faults.append(Fault(self.file, f"line {line}", rule))


def _fault_in(link: Link) -> str | None:
    if link.scheme not in SCHEMES:
        return f"a link leads to topic: or page:, not to {link.scheme}:"
    if link.scheme == "page" and link.target not in PAGES:
        return f"page:{link.target} is not one of {', '.join(sorted(PAGES))}"
    return None


def _pieces(tokens: Sequence[Token]) -> Iterator[Part | str | _Odd]:
    """Words, links, marks (as their bare ids) and oddities, in order. A line break is a space."""
    walk = iter(tokens)
    for token in walk:
        if token.type == "text":
            yield from _words_and_marks(token.content)
        elif token.type == "link_open":
            words = _until_link_close(walk)
            scheme, _, target = str(token.attrGet("href") or "").partition(":")
            yield Link(words, scheme, target)
        else:
            yield _Odd(token.type)
            if token.type == "softbreak":
                yield Text(" ")


def _words_and_marks(text: str) -> Iterator[Part | str]:
    for number, piece in enumerate(MARK.split(text)):
        if number % 2:
            yield piece
        elif piece:
            yield Text(piece)


def _until_link_close(walk: Iterator[Token]) -> str:
    words = ""
    for token in walk:
        if token.type == "link_close":
            break
        words += token.content
    return words


def _trimmed(found: list[Part]) -> tuple[Part, ...]:
    """The parts without the space that stood between sentences; neighbouring words are joined."""
    joined: list[Part] = []
    for part in found:
        if isinstance(part, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + part.text)
        else:
            joined.append(part)
    if joined and isinstance(joined[0], Text):
        joined[0] = Text(joined[0].text.lstrip())
    if joined and isinstance(joined[-1], Text):
        joined[-1] = Text(joined[-1].text.rstrip())
    return tuple(part for part in joined if part.text)
