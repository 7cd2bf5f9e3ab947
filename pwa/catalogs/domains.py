"""Which file of translations a message stands in: what a person in distress reads comes first."""

# A message stands in the first domain that has a file which uses it.
DOMAINS = {
    "emergency": (
        "pwa/web/templates/base.html",
        "pwa/web/templates/emergency.html",
        "pwa/web/templates/emergency_parts.html",
        "pwa/web/templates/error.html",
        "pwa/web/templates/numbers.html",
        "pwa/web/templates/parts.html",
        "pwa/web/http/error_pages.py",
        "pwa/web/words/calling_wording.py",
        "pwa/web/words/wording.py",
        "facts/claims.toml",
        "facts/topics/overdose.md",
        "facts/topics/naloxone.md",
    ),
    "interface": ("pwa/web/",),
    "places": ("facts/places.toml",),
    "helplines": ("facts/helplines/",),
    "topics": ("facts/topics/",),
    "mixing": ("facts/interactions.toml",),
    "law": ("facts/law/", "facts/calling/"),
    "evidence": ("facts/evidence.toml",),
}


def domain_of(path: str) -> str:
    """The domain of a file of ours. Raises KeyError for a file that belongs to none."""
    for domain, beginnings in DOMAINS.items():
        if path.startswith(beginnings):
            return domain
    raise KeyError(path)
