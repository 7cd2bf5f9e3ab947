"""What Leafline knows, as frozen records. No input or output, no decisions."""

from pwa.records.calling import CallingRecord, HelpRecord, NaloxoneRecord
from pwa.records.checks import CheckKind, Disagreement, FactCheck, SourceReading
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
    "CheckKind",
    "Confidence",
    "Correction",
    "Disagreement",
    "Event",
    "FactCheck",
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
    "SourceReading",
    "Status",
    "Substance",
    "TextLine",
]
