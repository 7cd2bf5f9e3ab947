"""What hatchling runs when it builds a wheel: the catalogs of the languages that we publish are
compiled and go in."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogs(BuildHookInterface[Any]):
    """Compiles catalogs into the wheel. An editable install reads those of its checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files are gathered. A catalog with faults ends the build."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)  # the code that is being packed, not one that is installed
        from pwa.catalogs.compiling import main
        from pwa.locales import ENGLISH, PUBLISHED
        from pwa.locales.choice import catalog_of
        from pwa.settings import TRANSLATIONS

        translated = [locale for locale in PUBLISHED if locale != ENGLISH]
        if main([locale.babel_id for locale in translated]):
            raise SystemExit("A catalog has faults, so no wheel is made.")
        for locale in translated:
            catalog = catalog_of(locale, TRANSLATIONS)
            inside = f"pwa/bundled/{catalog.relative_to(self.root).as_posix()}"
            build_data["force_include"][str(catalog)] = inside
