"""The application for any WSGI server: `granian --interface wsgi pwa.wsgi:app`."""

from pwa.app import create_app, load_facts
from pwa.release.fingerprints import made_from
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings

settings = Settings.from_environment()
facts = load_facts()
app = ReleaseFirst(create_app(settings, facts=facts), settings.releases, made_from(settings, facts))
