"""The languages that we publish: their tags, names and directions."""

from dataclasses import dataclass
from functools import cached_property

import babel


@dataclass(frozen=True)
class Locale:
    """One language as we publish it. `tag` is BCP 47, as in our addresses and in HTML.

    `cldr_id` is set where dates and numbers are those of a region: of the Americas in Spanish.
    """

    tag: str
    name: str
    direction: str = "ltr"
    cldr_id: str | None = None

    @property
    def babel_id(self) -> str:
        """The same in Babel's spelling, which is also the name of its catalog's folder."""
        return self.tag.replace("-", "_")

    @cached_property
    def cldr(self) -> babel.Locale:
        """Dates, numbers and country names of this language."""
        return babel.Locale.parse(self.cldr_id or self.babel_id)


ENGLISH = Locale("en", "English")
PUBLISHED = (
    ENGLISH,
    Locale("es", "Español", cldr_id="es_419"),
    Locale("th", "ไทย"),
)
