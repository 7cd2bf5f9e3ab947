"""Reviewed knowledge: files edited by people, read into records, held to rules."""

from pwa.facts.reading import read_facts
from pwa.facts.rules import check_facts

__all__ = ["check_facts", "read_facts"]
