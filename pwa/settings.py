"""All that differs between installations, read once from LEAFLINE_* variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from pwa.errors import SettingsError

DISTRIBUTION = "leafline-pwa"  # our name on package indexes
PACKAGE = Path(__file__).parent
ROOT = PACKAGE.parent

# A wheel has within the package what a checkout keeps beside it.
_BUNDLED = PACKAGE / "bundled"
INSTALLED = _BUNDLED.is_dir()
STATIC = (_BUNDLED if INSTALLED else ROOT) / "static"
TRANSLATIONS = (_BUNDLED if INSTALLED else ROOT) / "translations"
FACTS = (_BUNDLED if INSTALLED else ROOT) / "facts"


def _own_folder() -> Path:
    """Where a checkout or an installed package keeps its data if nobody says otherwise."""
    return platformdirs.user_data_path("leafline", False) if INSTALLED else ROOT / "var"


@dataclass(frozen=True)
class Settings:
    """One installation.

    `data`: folder of database and releases (LEAFLINE_DATA). `facts`: folder of the fact files
    (LEAFLINE_FACTS). `host`, `port`: where it listens
    (LEAFLINE_HOST, LEAFLINE_PORT). `workers`: web processes (LEAFLINE_WORKERS). `jobs`: whether
    `serve` runs the jobs too (LEAFLINE_JOBS). `build`: whether pages are rendered and packed
    beforehand (LEAFLINE_BUILD). `offline`: whether phones keep pages; off removes them from every
    phone that comes by (LEAFLINE_OFFLINE). `contact`: e-mail address for corrections, shown to
    readers (LEAFLINE_CONTACT). `url`: where readers find this installation, for machines
    that want whole addresses (LEAFLINE_URL). `exit_url`: the neutral page that
    "Leave" opens (LEAFLINE_EXIT_URL). `totals`: whether openings of the links on cards are counted
    by the day (LEAFLINE_TOTALS). `..._key`: keys of sources that want one; without it the
    source is off (LEAFLINE_OPENSTATES_KEY ...).
    """

    data: Path = field(default_factory=_own_folder)
    facts: Path = FACTS
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    jobs: bool = True
    build: bool = True
    offline: bool = True
    contact: str | None = None
    url: str = ""
    exit_url: str = "https://www.wikipedia.org/"
    totals: bool = False
    openstates_key: str = ""
    legiscan_key: str = ""
    regulations_gov_key: str = ""
    congress_gov_key: str = ""

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "leafline.db"

    @property
    def releases(self) -> Path:
        """The folder of releases."""
        return self.data / "releases"

    @property
    def backups(self) -> Path:
        """The folder of copies of the database."""
        return self.data / "backups"

    @property
    def in_use(self) -> Path:
        """Locked, and shared, by every server of this folder."""
        return self.data / "in-use.lock"

    def key_of(self, key_setting: str | None) -> str:
        """The key of a source by the name of its setting; empty where none is needed or set."""
        key: str = getattr(self, key_setting) if key_setting else ""
        return key

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read LEAFLINE_*. Raises SettingsError with every bad or unknown one."""
        given = {
            key.removeprefix("LEAFLINE_").lower(): value
            for key, value in environment.items()
            if key.startswith("LEAFLINE_")
        }
        faults: list[str] = []
        values: dict[str, object] = {}
        for name, text in given.items():
            reader = READERS.get(name)
            if reader is None:
                faults.append(f"LEAFLINE_{name.upper()} is not a setting of Leafline")
                continue
            try:
                values[name] = reader(text)
            except ValueError as problem:
                faults.append(f"LEAFLINE_{name.upper()}: {problem}")
        if faults:
            raise SettingsError(faults)
        return cls(**values)  # type: ignore[arg-type]  # each reader returns its field's type


def _folder(text: str) -> Path:
    path = Path(text).absolute()
    if path.exists() and not path.is_dir():
        raise ValueError(f"{path} is not a folder")
    return path


def _existing_folder(text: str) -> Path:
    path = Path(text).absolute()
    if not path.is_dir():
        raise ValueError(f"{path} is not a folder")
    return path


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ValueError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise ValueError(f"{text!r} is not a number of processes from 1 to 64")
    return int(text)


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError(f"{text!r} is neither on nor off")
    return text == "on"


def _host(text: str) -> str:
    if not text or any(character.isspace() for character in text):
        raise ValueError(f"{text!r} is not an address to listen on")
    return text


def _contact(text: str) -> str:
    name, _, domain = text.partition("@")
    if not name or "." not in domain or any(character.isspace() for character in text):
        raise ValueError(f"{text!r} is not an e-mail address")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError(f"{text!r} is not an https address")
    return text


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.path.strip("/"):
        raise ValueError(f"{text!r} is not a web address without a path")
    return text.rstrip("/")


def _key(text: str) -> str:
    if not text or not text.isascii() or any(character.isspace() for character in text):
        raise ValueError("a key is one word of ASCII letters and digits")
    return text


READERS = {
    "data": _folder,
    "facts": _existing_folder,
    "host": _host,
    "port": _port,
    "workers": _workers,
    "jobs": _switch,
    "build": _switch,
    "offline": _switch,
    "contact": _contact,
    "url": _origin,
    "exit_url": _web_address,
    "totals": _switch,
    "openstates_key": _key,
    "legiscan_key": _key,
    "regulations_gov_key": _key,
    "congress_gov_key": _key,
}
