"""The schema, step by step. A step that was released is never edited, renamed or reordered."""

from sqlite_utils import Database, Migrations

migrations = Migrations("leafline")


@migrations(transactional=False)  # the journal mode cannot change inside a transaction
def m001_use_write_ahead_log(db: Database) -> None:
    """Readers go on reading while another process writes."""
    db.enable_wal()


@migrations()
def m002_search(db: Database) -> None:
    """What can be found. Trigrams find words in every script, also those without spaces."""
    db.execute(
        "create virtual table search using fts5("
        "kind unindexed, key unindexed, title unindexed, names, tokenize = 'trigram')"
    )
    db.table("search_state").create({"id": int, "facts": str}, pk="id", strict=True)
