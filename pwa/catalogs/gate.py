"""What stands in the way of publishing a catalog: each fault with its message."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from pwa.catalogs.coverage import is_translated
from pwa.catalogs.glossary import read_glossary
from pwa.catalogs.messages import Catalogs, forms_of
from pwa.catalogs.notes import fault_in, names_in
from pwa.catalogs.parity import Language, faults
from pwa.settings import TRANSLATIONS


@dataclass(frozen=True)
class CatalogFault:
    """A translation that is not what the English is."""

    locale: str
    domain: str
    message: str
    fault: str

    def __str__(self) -> str:
        return f"{self.locale}/{self.domain}: {self.message[:70]!r}: {self.fault}"


def findings(
    locale: str, catalogs: Catalogs, glossary: Path = TRANSLATIONS / "GLOSSARY.md"
) -> list[CatalogFault]:
    """Every fault of a locale's catalogs."""
    language = Language(locale, read_glossary(glossary, locale))
    return [
        CatalogFault(locale, domain, str(message.id), fault)
        for domain, catalog in catalogs.items()
        for message in catalog
        if message.id
        for fault in _faults(message, catalog, language)
    ]


def _faults(message: Message, catalog: Catalog, language: Language) -> Iterator[str]:
    if message.fuzzy:
        yield "is marked fuzzy: a guess is not a translation"
    if review := fault_in(message):
        yield review
    english = message.id if isinstance(message.id, str) else str(message.id[-1])
    forms = forms_of(message)
    if any(forms) and not is_translated(message):
        yield f"has not each of its {catalog.num_plurals} forms"
    for form in filter(None, forms):
        allowed = {f"added {name}" for name in names_in(message)}
        yield from (fault for fault in faults(english, form, language) if fault not in allowed)
