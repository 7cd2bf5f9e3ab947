"""The web application for any WSGI server: `granian --interface wsgi pwa.wsgi:app`."""

import gc
import sys

from pwa.app import app_of_start, facts_of_start
from pwa.release.fingerprints import made_from
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings
from pwa.web.http.admission import AdmissionControl

# Beside threads that compute, an answer from the release waits for a few of these, not of 5 ms.
sys.setswitchinterval(0.001)

settings = Settings.from_environment()
facts = facts_of_start(settings.facts)
admitted = AdmissionControl(app_of_start(settings))
app = ReleaseFirst(admitted, settings.releases, made_from(settings, facts))
# What is there now stays: to look for garbage in it would stop every thread for a while.
gc.collect()
gc.freeze()
