"""What Leafline knows, as frozen records. No input or output, no decisions."""

from pwa.records.calling import CallingRecord, HelpRecord, NaloxoneRecord
from pwa.records.facts import Facts
from pwa.records.helplines import Helpline, TextLine
from pwa.records.law import (
    Confidence,
    Correction,
    Event,
    Kind,
    LawRecord,
    Map,
    Permission,
    Place,
    Rule,
    Source,
    Status,
    Substance,
)

__all__ = [
    "CallingRecord",
    "Confidence",
    "Correction",
    "Event",
    "Facts",
    "HelpRecord",
    "Helpline",
    "Kind",
    "LawRecord",
    "Map",
    "NaloxoneRecord",
    "Permission",
    "Place",
    "Rule",
    "Source",
    "Status",
    "Substance",
    "TextLine",
]
