"""The same application by the name that servers look for beside a checkout."""

from pwa.wsgi import app

__all__ = ["app"]
