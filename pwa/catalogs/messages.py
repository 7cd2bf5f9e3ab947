"""The catalogs themselves: extracted from the code and the facts, read, brought up to date."""

import io
from copy import deepcopy
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from pwa.catalogs.domains import DOMAINS, domain_of
from pwa.errors import LeaflineError
from pwa.settings import INSTALLED, ROOT, TRANSLATIONS

WIDTH = 100
CODE = "pwa/"

Key = tuple[str | None, str | tuple[str, ...]]
Catalogs = dict[str, Catalog]


def key_of(message: Message) -> Key:
    """What tells one message from another: context and English."""
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def forms_of(message: Message) -> list[str]:
    """The translation in each of its forms; one where the message does not count."""
    forms = message.string or ""
    return [forms] if isinstance(forms, str) else list(forms)


def extracted(*, facts: bool = True) -> Catalogs:
    """Every message of code, and of facts, as they are now, by domain. Only a checkout has them."""
    if INSTALLED:
        raise LeaflineError("What translators work on is in a checkout, not in a package.")
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel has no types here
    if not facts:
        methods = [method for method in methods if method[0].startswith(CODE)]
    found = extract_from_dir(
        str(ROOT), methods, options, comment_tags=("Translators:",), strip_comment_tags=True
    )
    rank = list(DOMAINS).index
    first: dict[Key, str] = {}
    messages: list[tuple[Key, list[str]]] = []
    for path, _, message, comments, context in found:
        key = context, message if isinstance(message, str) else tuple(message)
        domain = domain_of(path)
        first[key] = min(first.get(key, domain), domain, key=rank)
        messages.append((key, comments))
    catalogs = {domain: Catalog(fuzzy=False) for domain in DOMAINS}
    for (context, message), comments in messages:
        catalogs[first[context, message]].add(message, context=context, auto_comments=comments)
    return catalogs


def updated(template: Catalog, catalog: Catalog) -> Catalog:
    """The catalog with the messages of the template: a changed one is new, nothing is guessed."""
    # A copy: Babel would put the template's own messages into each catalog.
    catalog.update(deepcopy(template), no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def locales_of(translations: Path = TRANSLATIONS) -> list[str]:
    """The locales that have a folder of catalogs, by Babel's names."""
    return sorted(folder.parent.name for folder in translations.glob("*/LC_MESSAGES"))


def path_of(locale: str, domain: str, translations: Path = TRANSLATIONS) -> Path:
    """Where the catalog of one domain lies."""
    return translations / locale / "LC_MESSAGES" / f"{domain}.po"


def template_of(domain: str, translations: Path = TRANSLATIONS) -> Path:
    """Where the messages of one domain lie that wait for a new locale."""
    return translations / f"{domain}.pot"


def read(path: Path, locale: str) -> Catalog:
    """A catalog from its file; an empty one where there is no file yet."""
    if not path.exists():
        return Catalog(locale, project="Leafline", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def read_all(locale: str, translations: Path = TRANSLATIONS) -> Catalogs:
    """Every domain of a locale."""
    return {domain: read(path_of(locale, domain, translations), locale) for domain in DOMAINS}


def template_text(catalog: Catalog) -> str:
    """A template as its file holds it; the same messages give the same bytes."""
    return _text(catalog, omit_header=True)


def text(catalog: Catalog) -> str:
    """A catalog as its file holds it, with the few headers that mean something."""
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale}\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return header + _text(catalog, omit_header=True)


def _text(catalog: Catalog, *, omit_header: bool) -> str:
    for message in catalog:
        # Babel sees placeholders in "28% against"; ours are known by their names.
        message.flags.discard("python-format")
        message.flags.discard("python-brace-format")
    file = io.BytesIO()
    write_po(
        file,
        catalog,
        width=WIDTH,
        no_location=True,
        omit_header=omit_header,
        sort_output=True,
        ignore_obsolete=True,
    )
    return file.getvalue().decode().strip() + "\n"
