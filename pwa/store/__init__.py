"""What Leafline remembers in SQLite. The only package that speaks SQL."""

from pwa.store.dataset import write_dataset
from pwa.store.store import Store

__all__ = ["Store", "write_dataset"]
