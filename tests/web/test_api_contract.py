"""schemathesis asks the API what nobody would, and holds every answer to the OpenAPI document."""

import tempfile
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from pwa.app import create_app
from pwa.settings import Settings
from tests.clock import NOW
from tests.sample import SAMPLE

FOLDER = tempfile.TemporaryDirectory()
APP = create_app(Settings(facts=SAMPLE, data=Path(FOLDER.name)), clock=lambda: NOW)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", APP)


@schema.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_question_breaks_the_api_or_gets_an_answer_that_is_not_described(case):
    case.call_and_validate(
        # Its WSGI transport asks for brotli but does not undo it.
        headers={"Accept-Encoding": "identity"},
        # A document cannot say which days and places we take; refusing them is a documented 400.
        excluded_checks=[positive_data_acceptance],
    )
