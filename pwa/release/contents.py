"""What a release holds and what it was made from, as records and as the JSON files beside it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One address: its file, its headers, a mark of its body, and the length of each form.

    `daily`: it says what holds on the release's day and must not be sent on another.
    """

    path: str
    headers: Headers
    etag: str
    sizes: Mapping[str, int]
    daily: bool = False


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
    """What a release holds."""

    origin: Origin
    entries: Mapping[str, Entry] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)


@dataclass(frozen=True)
class Reads:
    """What each page read, by address; what each read held; the mark of each page's pack form."""

    of_page: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    pack_forms: Mapping[str, str] = field(default_factory=dict)

    def to_text(self) -> str:
        """As JSON, in which pages name their reads by number."""
        names = sorted({name for reads in self.of_page.values() for name in reads})
        number = {name: place for place, name in enumerate(names)}
        pages = {key: [number[name] for name in self.of_page[key]] for key in sorted(self.of_page)}
        forms = dict(sorted(self.pack_forms.items()))
        marks = [[name, self.marks[name]] for name in names]
        return _json({"reads": marks, "pages": pages, "pack_forms": forms})

    @classmethod
    def from_text(cls, text: str) -> "Reads":
        """The other way round."""
        found = json.loads(text)
        names = [name for name, _ in found["reads"]]
        pages = {key: tuple(names[n] for n in reads) for key, reads in found["pages"].items()}
        return cls(pages, dict(found["reads"]), found["pack_forms"])


def contents_to_text(contents: Contents) -> str:
    """As JSON, in which entries name their headers by number."""
    headers = sorted({entry.headers for entry in contents.entries.values()})
    number = {each: place for place, each in enumerate(headers)}
    entries = {
        address: [entry.path, number[entry.headers], entry.etag, dict(entry.sizes), entry.daily]
        for address, entry in sorted(contents.entries.items())
    }
    packs = {tag: astuple(pack) for tag, pack in sorted(contents.packs.items())}
    origin = asdict(contents.origin)
    return _json({"origin": origin, "packs": packs, "headers": headers, "entries": entries})


def contents_from(text: str) -> Contents:
    """The other way round. Raises ValueError, KeyError or TypeError for anything else."""
    found = json.loads(text)
    headers = [tuple((name, value) for name, value in each) for each in found["headers"]]
    return Contents(
        origin=Origin(**found["origin"]),
        packs={tag: Pack(*values) for tag, values in found["packs"].items()},
        entries={
            address: Entry(path, headers[number], etag, sizes, daily)
            for address, (path, number, etag, sizes, daily) in found["entries"].items()
        },
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
