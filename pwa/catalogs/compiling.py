"""Makes messages.mo of a locale's domains: `python -m pwa.catalogs.compiling [LOCALE]...`.

Nothing is made of catalogs with faults, so no release can hold them. Who has read a translation
goes along, as the text of a message of its own under the context `reviewed`.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from pwa.catalogs.gate import findings
from pwa.catalogs.messages import Catalogs, locales_of, read_all
from pwa.catalogs.notes import readings_of
from pwa.locales.speaking import READ
from pwa.settings import TRANSLATIONS


class Compiled(Catalog):
    """A catalog that is headed by what programs read and nothing else: no moment of compiling, no
    version of Babel. How many plurals there are is what its translators were told."""

    plurals: str

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The headers of the file."""
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plurals),
            ("Content-Type", f"text/plain; charset={self.charset}"),
        ]


def main(arguments: list[str]) -> int:
    """Compile the locales named, or all of them; the exit code."""
    bad = False
    for locale in arguments or locales_of():
        catalogs = read_all(locale)
        found = findings(locale, catalogs)
        sys.stderr.writelines(f"{finding}\n" for finding in found)
        if found:
            bad = True
        else:
            compile_to(TRANSLATIONS / locale / "LC_MESSAGES" / "messages.mo", catalogs, locale)
    return 1 if bad else 0


def compile_to(path: Path, catalogs: Catalogs, locale: str) -> None:
    """Write every domain of a locale into one file."""
    with path.open("wb") as file:
        write_mo(file, merged(catalogs, locale))


def merged(catalogs: Catalogs, locale: str) -> Catalog:
    """One catalog of all domains, with who has read what."""
    whole = Compiled(locale, fuzzy=False)
    plurals = (catalog.plural_forms for catalog in catalogs.values())
    whole.plurals = next(plurals, Catalog(locale).plural_forms)
    for catalog in catalogs.values():
        for message in catalog:
            if message.id:
                whole.add(message.id, message.string, context=message.context)
                if readings := readings_of(message):
                    one = message.id if isinstance(message.id, str) else message.id[0]
                    told = ",".join(f"{reading.role} {reading.on}" for reading in readings)
                    whole.add(one, told, context=READ)
    return whole


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
