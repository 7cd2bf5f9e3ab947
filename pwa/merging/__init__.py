"""Researched records into fact files: what they change, what is kept, and what they may not say."""

from pwa.merging.merge import Merge, merge
from pwa.merging.writing import copy_of_facts, write

__all__ = ["Merge", "copy_of_facts", "merge", "write"]
