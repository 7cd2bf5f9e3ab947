"""A safety page as its reader meets it: headings, paragraphs and lists, made of sentences."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias


class Group(StrEnum):
    """The part of the menu that a topic stands in, in the order of the menu."""

    BASICS = "basics"
    RISKS = "risks"
    WITHDRAWAL = "withdrawal"
    SAFER = "safer"
    PEOPLE = "people"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Text:
    """Words of a sentence."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words of a sentence that lead to a topic (`topic`, slug) or to a page (`page`, name)."""

    text: str
    scheme: str
    target: str


Part: TypeAlias = Text | Link


@dataclass(frozen=True)
class Sentence:
    """One sentence with the claims that it rests on. A plain one states nothing about health."""

    parts: tuple[Part, ...]
    claim_ids: tuple[str, ...]
    plain: bool
    line: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(part.text for part in self.parts)

    @property
    def message(self) -> str:
        """The sentence as translators see it: words and Markdown links, no marks."""
        return "".join(
            f"[{part.text}]({part.scheme}:{part.target})" if isinstance(part, Link) else part.text
            for part in self.parts
        )


@dataclass(frozen=True)
class Heading:
    """A question of the reader's. Level 2 opens a section, level 3 a part of one."""

    text: str
    level: int
    line: int = 0

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """A heading asks; it states nothing."""
        return ()


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class ItemList:
    """Items of one or more sentences; `ordered` when they are steps."""

    items: tuple[tuple[Sentence, ...], ...]
    ordered: bool = False

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Those of all items, in order."""
        return tuple(sentence for item in self.items for sentence in item)


Block: TypeAlias = Heading | Paragraph | ItemList


@dataclass(frozen=True)
class Topic:
    """One safety page. The title is the reader's question, `short` its name in a menu.

    `danger_signs` is the claim on which the list of signs to get help for rests, and it alone.
    """

    slug: str
    title: str
    short: str
    summary: str
    group: Group
    order: int
    reviewed_on: date
    review_due_on: date
    see_also: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    file: str = ""
    danger_signs: str = ""

    @property
    def danger_lists(self) -> tuple[ItemList, ...]:
        """The lists that rest on `danger_signs` and on nothing else; a page has one at most."""
        return tuple(
            block
            for block in self.blocks
            if isinstance(block, ItemList)
            and {each.claim_ids for each in block.sentences} == {(self.danger_signs,)}
        )

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the page, in order."""
        return tuple(sentence for block in self.blocks for sentence in block.sentences)

    @cached_property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims that the page rests on, each once, in order of first use."""
        return tuple(dict.fromkeys(key for each in self.sentences for key in each.claim_ids))
