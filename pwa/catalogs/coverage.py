"""How much of each domain is translated, and how much of that a person has read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

from pwa.catalogs.messages import Catalogs, forms_of, key_of
from pwa.catalogs.notes import readings_of


@dataclass(frozen=True)
class Coverage:
    """One domain of one locale."""

    messages: int
    translated: int
    read: int

    def __str__(self) -> str:
        percent = 100 * self.translated // self.messages if self.messages else 100
        return f"{percent} %, {self.read} read"


def coverage(template: Catalog, catalog: Catalog) -> Coverage:
    """How much of the template the catalog holds."""
    wanted = {key_of(message) for message in template if message.id}
    held = [message for message in catalog if key_of(message) in wanted and is_translated(message)]
    return Coverage(len(wanted), len(held), sum(bool(readings_of(each)) for each in held))


def untranslated(template: Catalogs, catalogs: Catalogs) -> Iterator[str]:
    """The messages of the template that no domain of a locale has in words of its own."""
    held = {
        key_of(message)
        for catalog in catalogs.values()
        for message in catalog
        if is_translated(message)
    }
    for wanted in template.values():
        for message in wanted:
            if message.id and key_of(message) not in held:
                yield str(message.id)


def is_translated(message: Message) -> bool:
    """Whether each of its forms is there."""
    return all(forms_of(message))


def table(template: Catalogs, by_locale: dict[str, Catalogs]) -> Iterable[str]:
    """Lines of a table: a line a domain, a column a locale."""
    yield f"{'domain':12}{'messages':>9}" + "".join(f"{name:>16}" for name in by_locale)
    for domain, wanted in template.items():
        cells = [coverage(wanted, catalogs[domain]) for catalogs in by_locale.values()]
        messages = sum(bool(message.id) for message in wanted)
        yield f"{domain:12}{messages:>9}" + "".join(f"{cell!s:>16}" for cell in cells)
