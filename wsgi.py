"""The web application for any WSGI server: `granian --interface wsgi wsgi:app`."""

from pwa.app import app_of_start, facts_of_start
from pwa.release.fingerprints import made_from
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings

settings = Settings.from_environment()
facts = facts_of_start()
app = ReleaseFirst(app_of_start(settings), settings.releases, made_from(settings, facts))
