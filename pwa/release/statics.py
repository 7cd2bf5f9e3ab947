"""Which files below static/ a document refers to."""

import re
from urllib.parse import urljoin

# As pages, style sheets, scripts and manifests name them: by their address, or from where they are.
REFERENCE = re.compile(rb"""["'(]((?:/static/|\.{1,2}/)[\w./-]+\.\w+(?:\?v=\w+)?)["')]""")


def statics_in(address: str, body: bytes) -> list[str]:
    """Their addresses, each once."""
    found = (urljoin(address, name.decode()) for name in REFERENCE.findall(body))
    return [each for each in dict.fromkeys(found) if each.startswith("/static/")]
