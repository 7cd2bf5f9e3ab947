"""Which rule of one record holds on a day, when starts and ends may be known only roughly."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from pwa.dates import PartialDate
from pwa.records import LawRecord, Permission, Rule, Status

T = TypeVar("T")
ACTS = ("possession", "sale", "import_")


@dataclass(frozen=True)
class PossibleRules:
    """What may hold on a day: one rule, several (a change falls around that day), or none.

    `None` among the possible ones stands for "no rule that we know of". `lapsed` says that a
    temporary rule has run out and what stood before it holds again; `past`, that the record's
    present rule had not begun.
    """

    possible: tuple[Rule | None, ...]
    lapsed: bool = False
    past: bool = False

    @property
    def rule(self) -> Rule | None:
        """The rule that holds, or the newest of those that may hold."""
        return next((rule for rule in reversed(self.possible) if rule), None)

    @property
    def is_certain(self) -> bool:
        """Whether just one thing can hold on that day."""
        return len(self.possible) == 1

    @property
    def status(self) -> Status:
        """The status, where all that may hold agree on it; else unclear."""
        return self._shared(lambda rule: rule.status) or Status.UNCLEAR

    def permission(self, act: str) -> Permission | None:
        """The word on one act, where all that may hold agree on it; None where nothing is said."""
        if not self.speaks_of(act):
            return Permission.ALLOWED if self._was_uncontrolled else None
        return self._shared(lambda rule: getattr(rule, act)) or Permission.UNCLEAR

    def speaks_of(self, act: str) -> bool:
        """Whether something that may hold has a word on an act."""
        return any(rule and getattr(rule, act) for rule in self.possible)

    @property
    def _was_uncontrolled(self) -> bool:
        """A past period called legal of which nothing more is said: no act was against the law.

        Never today, and never a day on which something else may have held: there, silence means
        that we do not know.
        """
        was_legal = self.past and self.is_certain and self.status is Status.LEGAL
        return was_legal and not any(map(self.speaks_of, ACTS))

    def covering(self, covers: Callable[[Rule], bool]) -> "PossibleRules":
        """The same, with each rule that does not cover a substance counted as no rule."""
        kept = [rule if rule and covers(rule) else None for rule in self.possible]
        return replace(self, possible=tuple(dict.fromkeys(kept)))

    def or_else(self, other: "PossibleRules") -> "PossibleRules":
        """The same, with what else stands in place of "no rule that we know of"."""
        either = [one for rule in self.possible for one in ((rule,) if rule else other.possible)]
        return PossibleRules(tuple(dict.fromkeys(either)), self.lapsed or other.lapsed)

    def _shared(self, value_of: Callable[[Rule], T]) -> T | None:
        values = {value_of(rule) if rule else None for rule in self.possible}
        return values.pop() if len(values) == 1 else None


def standing(record: LawRecord, on: date) -> PossibleRules:
    """What holds on a day by one record.

    A start known to the month or year opens a window. Inside it both the old and the new rule are
    possible; the window closes early on the day by which a source shows the new rule to hold.
    """
    windows = _windows(record)
    begun = [number for number, (_, sure) in enumerate(windows) if sure <= on]
    base = begun[-1] if begun else None
    first = base + 1 if base is not None else 0
    candidates: list[int | None] = [base]
    candidates += [number for number in range(first, len(windows)) if windows[number][0] <= on]
    possible: list[Rule | None] = []
    lapsed = False
    for number in candidates:
        rules, ran_out = _until_it_ends(record.rules, number, on)
        possible += rules
        lapsed = lapsed or ran_out
    past = not lapsed and candidates[-1] is not None and candidates[-1] < _present(record)
    return PossibleRules(tuple(dict.fromkeys(possible)), lapsed, past)


def last_day(record: LawRecord, rule: Rule) -> PartialDate | None:
    """The last day of a rule: its own end, or the day before the next one; None where it goes on.

    Where the next start is known only roughly, the end is known no better.
    """
    if rule.valid_to:
        return rule.valid_to
    later = record.rules[record.rules.index(rule) + 1 :]
    following = later[0].valid_from if later else None
    if following is None or following.precision != "day":
        return following
    return PartialDate.parse((following.earliest - timedelta(days=1)).isoformat())


def _windows(record: LawRecord) -> list[tuple[date, date]]:
    """For each rule the first day on which it may hold and the day from which it surely does."""
    present = _present(record)
    seen = min(record.as_of.latest, record.researched_on) if record.as_of else record.researched_on
    windows: list[tuple[date, date]] = []
    for number, rule in enumerate(record.rules):
        after = windows[-1][0] if windows else date.min
        if rule.valid_from:
            may, surely = rule.valid_from.earliest, rule.valid_from.latest
        elif number == 0 < present and _ends_what_was_never_listed(rule):
            may = surely = date.min
        else:
            shown = rule.shown_from or rule.valid_to
            may, surely = date.min, shown.latest if shown else date.max
        may = max(may, after)
        if number == present and seen >= may:  # an older source cannot have shown this rule
            surely = min(surely, seen)
        windows.append((may, max(may, surely)))
    return windows


def _ends_what_was_never_listed(rule: Rule) -> bool:
    """Whether a source calls a substance uncontrolled up to a day, without a start of that."""
    started = rule.valid_from or rule.shown_from
    return rule.status is Status.LEGAL and rule.valid_to is not None and started is None


def _present(record: LawRecord) -> int:
    """The rule that the record's as-of date speaks of: the last that is not in the future."""
    begun = [
        number
        for number, rule in enumerate(record.rules)
        if rule.valid_from is None or rule.valid_from.earliest <= record.researched_on
    ]
    return begun[-1] if begun else -1


def _until_it_ends(
    rules: tuple[Rule, ...], number: int | None, on: date
) -> tuple[list[Rule | None], bool]:
    """What a rule leaves on a day: itself, what stood before a temporary one, or nothing."""
    if number is None:
        return [None], False
    rule = rules[number]
    if rule.valid_to is None or on <= rule.valid_to.earliest:
        return [rule], False
    before = _stood_before(rules, number) if rule.temporary else None
    if on <= rule.valid_to.latest:
        return [before, rule], rule.temporary
    return [before], rule.temporary


def _stood_before(rules: tuple[Rule, ...], number: int) -> Rule | None:
    """The last lasting rule, unless it had ended by itself before the orders began."""
    lasting = [place for place, rule in enumerate(rules[:number]) if not rule.temporary]
    if not lasting:
        return None
    before, begins = rules[lasting[-1]], rules[lasting[-1] + 1].valid_from
    ends = before.valid_to
    has_ended = ends and begins and ends.latest < begins.earliest - timedelta(days=1)
    return None if has_ended else before
