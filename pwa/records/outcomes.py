"""How asking somebody else's server ended."""

from enum import StrEnum


class Outcome(StrEnum):
    """How one fetch, or one refresh of one source, ended."""

    OK = "ok"
    OK_EMPTY = "ok_empty"
    NOT_MODIFIED = "not_modified"
    BLOCKED = "blocked"
    MOVED = "moved"
    BAD_PAYLOAD = "bad_payload"
    ERROR = "error"
    NO_KEY = "no_key"


# Only these renew `last_success_at` of a source.
SUCCESSES = frozenset({Outcome.OK, Outcome.OK_EMPTY, Outcome.NOT_MODIFIED})
