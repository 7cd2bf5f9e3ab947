"""Which form of an answer a client takes, by its Accept-Encoding (RFC 9110, 12.5.3)."""

from pwa.release.compression import BROTLI, GZIP, PLAIN

# By how well they compress.
OURS = {BROTLI: ("br",), GZIP: ("gzip", "x-gzip"), PLAIN: ("identity",)}


def forms_taken(accepted: str | None) -> tuple[str, ...]:
    """The forms that the client takes, the one that it likes best first; none where it takes none.

    Without the header nothing is known of the client: it gets the body as it is.
    """
    if accepted is None:
        return (PLAIN,)
    weights = dict(_weight(part) for part in accepted.lower().split(",") if part.strip())
    others = weights.get("*", 0.0)
    liked = {
        form: max((weights[name] for name in names if name in weights), default=others)
        for form, names in OURS.items()
    }
    if "identity" not in weights and "*" not in weights:
        liked[PLAIN] = 1e-6  # always taken unless refused, and never preferred
    return tuple(sorted((form for form in OURS if liked[form]), key=lambda form: -liked[form]))


def _weight(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    key, _, value = parameter.partition("=")
    try:
        weight = float(value) if key.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return name.strip(), weight if 0 <= weight <= 1 else 0.0
