"""What a release holds and what it was made from, as records and as the JSON files beside it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field
from datetime import date
from typing import NamedTuple, Self

from pwa.web.words.online import OnlinePart

Headers = tuple[tuple[str, str], ...]
# What many entries share: headers, until when they hold, words.
Kind = tuple[Headers, "Holding | None", tuple[str, ...]]


class Written(NamedTuple):
    """What was written into a file: its length in bytes, and the start of its SHA-256."""

    size: int
    digest: str

    @classmethod
    def of(cls, body: bytes) -> Self:
        """What this body is known by."""
        return cls(len(body), digest_of(body))

    def is_in(self, body: bytes) -> bool:
        """Whether that is what was read."""
        return len(body) == self.size and digest_of(body) == self.digest


class Holding(NamedTuple):
    """For how long a page of a release is right: `until` the day on which it may read otherwise and
    is made again, and `sent_until` the first on which nobody gets it any more."""

    until: date
    sent_until: date


@dataclass(frozen=True)
class ReleaseEntry:
    """One address: its file, its headers, a mark of its body, and what each form of it holds.

    `words`: those that it reads behind the question mark. `holds`: None where it is the same on
    any day.
    """

    path: str
    headers: Headers
    etag: str
    forms: Mapping[str, Written]
    holds: "Holding | None" = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """The packs of one locale: their id, the day their content was first made, what came before,
    and the marks of code and facts that they were made from."""

    id: str
    date: str
    before: str | None = None
    made_from: str = ""


@dataclass(frozen=True)
class Origin:
    """What a release was made from: marks of code and facts, the day, the newest withdrawal."""

    code: str
    facts: str
    day: str
    urgent: str = ""


@dataclass(frozen=True)
class Contents:
    """What a release holds. `reads` is the digest of the document on what its pages read."""

    origin: Origin
    entries: Mapping[str, ReleaseEntry] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)
    reads: str = ""


@dataclass(frozen=True)
class Reads:
    """What each page read, by address; what each read held; the mark of each page's pack form, and
    the parts of pages that this leaves out."""

    of_page: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    pack_forms: Mapping[str, str] = field(default_factory=dict)
    online: Mapping[str, tuple[OnlinePart, ...]] = field(default_factory=dict)

    def to_text(self) -> str:
        """As JSON, in which pages name their reads by number."""
        names = sorted({name for reads in self.of_page.values() for name in reads})
        number = {name: place for place, name in enumerate(names)}
        pages = {key: [number[name] for name in self.of_page[key]] for key in sorted(self.of_page)}
        forms = dict(sorted(self.pack_forms.items()))
        marks = [[name, self.marks[name]] for name in names]
        online = dict(sorted(self.online.items()))
        return _json({"reads": marks, "pages": pages, "pack_forms": forms, "online": online})

    @classmethod
    def from_text(cls, text: str) -> "Reads":
        """The other way round."""
        found = json.loads(text)
        names = [name for name, _ in found["reads"]]
        pages = {key: tuple(names[n] for n in reads) for key, reads in found["pages"].items()}
        online = {
            key: tuple(OnlinePart(*part) for part in parts)
            for key, parts in found["online"].items()
        }
        return cls(pages, dict(found["reads"]), found["pack_forms"], online)


def contents_to_text(contents: Contents) -> str:
    """As JSON, in which entries name their kind by number: headers, days and words."""
    found = {_kind(entry) for entry in contents.entries.values()}
    kinds = sorted(found, key=lambda kind: (kind[0], kind[1] or (), kind[2]))
    number = {each: place for place, each in enumerate(kinds)}
    entries = {
        address: [entry.path, number[_kind(entry)], entry.etag, dict(entry.forms)]
        for address, entry in sorted(contents.entries.items())
    }
    packs = {tag: astuple(pack) for tag, pack in sorted(contents.packs.items())}
    origin = asdict(contents.origin)
    return _json(
        {
            "origin": origin,
            "packs": packs,
            "reads": contents.reads,
            "kinds": kinds,
            "entries": entries,
        }
    )


def contents_from(text: str) -> Contents:
    """The other way round. Raises ValueError, KeyError or TypeError for anything else."""
    found = json.loads(text)
    kinds = [
        (
            tuple((name, value) for name, value in headers),
            Holding(*map(date.fromisoformat, days)) if days else None,
            tuple(words),
        )
        for headers, days, words in found["kinds"]
    ]
    return Contents(
        origin=Origin(**found["origin"]),
        packs={tag: Pack(*values) for tag, values in found["packs"].items()},
        entries={
            address: _entry(path, kinds[number], etag, forms)
            for address, (path, number, etag, forms) in found["entries"].items()
        },
        reads=found["reads"],
    )


def digest_of(body: bytes) -> str:
    """Enough of a SHA-256 to tell any damage."""
    return hashlib.sha256(body).hexdigest()[:32]


def _kind(entry: ReleaseEntry) -> Kind:
    return entry.headers, entry.holds, entry.words


def _entry(path: str, kind: Kind, etag: str, forms: Mapping[str, tuple[int, str]]) -> ReleaseEntry:
    headers, holds, words = kind
    written = {form: Written(*values) for form, values in forms.items()}
    return ReleaseEntry(path, headers, etag, written, holds, words)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
