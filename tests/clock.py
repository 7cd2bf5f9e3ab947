"""The moment at which all tests happen, whatever day it is."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
