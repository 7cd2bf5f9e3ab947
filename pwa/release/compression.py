"""A body in the forms that are sent: as it is, brotli, gzip."""

import gzip

import brotli

BROTLI, GZIP, PLAIN = "br", "gzip", ""
SUFFIXES = {BROTLI: ".br", GZIP: ".gz", PLAIN: ""}
BEST = 11
WINDOW, LARGE_WINDOW = 22, 24
# Below this the headers outweigh what is saved.
SMALL = 200


def forms_of(body: bytes, quality: int = BEST, window: int = WINDOW) -> dict[str, bytes]:
    """Every form that is shorter than the body, and the body itself."""
    forms = {PLAIN: body}
    if len(body) < SMALL:
        return forms
    packed = {
        BROTLI: brotli.compress(body, quality=quality, lgwin=window),
        GZIP: gzip.compress(body, compresslevel=min(quality, 9), mtime=0),
    }
    return forms | {name: data for name, data in packed.items() if len(data) < len(body)}
