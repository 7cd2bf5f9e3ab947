"""What Leafline remembers in SQLite. The only package that speaks SQL."""

from pwa.store.jobs import JobStore
from pwa.store.notices import NoticeStore
from pwa.store.refreshes import RefreshStore
from pwa.store.reviews import ReviewStore
from pwa.store.store import Store
from pwa.store.totals import TotalStore

__all__ = ["JobStore", "NoticeStore", "RefreshStore", "ReviewStore", "Store", "TotalStore"]
