"""How a source is watched is ours to write: it stays when research names the same page again."""

from collections.abc import Collection
from dataclasses import replace

from pwa.records import Source

OURS = ("living", "shows", "rules", "watch", "unwatched_because")


def watched_as_before(
    sources: tuple[Source, ...], were: tuple[Source, ...], rules: Collection[str] = ()
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """The sources with what stood at those of the same address, and at which that is, in words.

    `rules`: the keys of the record's rules; a source names no other.
    """
    before = {source.url: source for source in were if source.url}
    found = tuple(_as_before(source, before.get(source.url or ""), rules) for source in sources)
    kept = [new.url for new, source in zip(found, sources, strict=True) if new != source]
    return found, tuple(f"how we watch {url}" for url in kept)


def _as_before(source: Source, was: Source | None, rules: Collection[str]) -> Source:
    if was is None or any(getattr(source, name) not in (None, ()) for name in OURS):
        return source
    values = {name: getattr(was, name) for name in OURS if name != "rules"}
    return replace(source, rules=tuple(key for key in was.rules if key in rules), **values)
