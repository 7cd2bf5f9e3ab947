"""The web application for any WSGI server: `granian --interface wsgi wsgi:app`."""

from pwa.release.serving import served

app = served()
