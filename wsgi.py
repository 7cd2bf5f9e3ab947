"""The web application for any WSGI server: `granian --interface wsgi wsgi:app`."""

from pwa.app import create_app, load_facts
from pwa.release.fingerprints import made_from
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings
from pwa.web.admission import AdmissionControl

settings = Settings.from_environment()
facts = load_facts()
admitted = AdmissionControl(create_app(settings, facts=facts))
app = ReleaseFirst(admitted, settings.releases, made_from(settings, facts))
