"""What Leafline remembers in SQLite. The only package that speaks SQL."""

from pwa.store.dataset import write_dataset
from pwa.store.jobs import JobStore
from pwa.store.notices import NoticeStore
from pwa.store.store import Store
from pwa.store.totals import TotalStore

__all__ = ["JobStore", "NoticeStore", "Store", "TotalStore", "write_dataset"]
