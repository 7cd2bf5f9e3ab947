"""What Leafline remembers in SQLite. The only package that speaks SQL."""

from pwa.store.dataset import write_dataset
from pwa.store.jobs import JobStore
from pwa.store.notices import NoticeStore
from pwa.store.store import Store

__all__ = ["JobStore", "NoticeStore", "Store", "write_dataset"]
