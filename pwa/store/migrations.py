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


@migrations()
def m003_sources_of_notices(db: Database) -> None:
    """What we know of each regulator's feed: how it does, what we last read, each try."""
    db.execute(
        "create table sources ("
        "name text primary key not null, last_attempt_at text, last_success_at text,"
        " last_outcome text, failures_in_a_row integer not null default 0,"
        " retry_not_before text, suspect integer not null default 0) strict"
    )
    db.execute(
        "create table documents ("
        "source text not null, url text not null, version integer not null, etag text,"
        " last_modified text, body_hash text not null, keys text not null,"
        " primary key (source, url)) strict, without rowid"
    )
    db.execute(
        "create table refreshes ("
        "id integer primary key, source text not null, started_at text not null,"
        " finished_at text, outcome text, detail text not null default '',"
        " items_seen integer not null default 0, items_new integer not null default 0,"
        " items_changed integer not null default 0) strict"
    )
    db.execute("create index refreshes_of_a_source on refreshes (source, id)")


@migrations()
def m004_notices(db: Database) -> None:
    """Items as published, with their older versions, and what our rules read in them."""
    db.execute(
        "create table items ("
        "id text primary key not null, source text not null, key text not null,"
        " first_seen_at text not null, last_seen_at text not null, gone_since text,"
        " raw text not null, title text not null, summary text not null, agency text not null,"
        " url text, published text, language text not null, facts text not null,"
        " unique (source, key)) strict"
    )
    db.execute(
        "create table item_versions ("
        "id integer primary key, item text not null references items (id),"
        " replaced_at text not null, raw text not null, title text not null,"
        " summary text not null, published text, facts text not null) strict"
    )
    db.execute("create index versions_of_an_item on item_versions (item, id)")
    db.execute(
        "create table notices ("
        "id text primary key not null references items (id), source text not null,"
        " key text not null, relevant integer not null, score real not null, place text,"
        " kind text not null, stage text not null, may_change_status integer not null,"
        " substances text not null, reasons text not null,"
        " status text not null default 'published'"
        " check (status in ('published', 'superseded', 'withdrawn')),"
        " superseded_by text references notices (id), dated_at text not null,"
        " open_since text, unique (source, key)) strict"
    )
    db.execute("create index notices_newest on notices (dated_at, id) where relevant = 1")
    db.execute(
        "create index notices_of_a_place on notices (place, dated_at, id) where relevant = 1"
    )
    db.execute(
        "create index notices_queue on notices (open_since, id) where open_since is not null"
    )
    db.execute(
        "create table notice_substances ("
        "substance text not null, dated_at text not null,"
        " notice text not null references notices (id), place text,"
        " primary key (substance, dated_at, notice)) strict, without rowid"
    )
    db.execute("create index substances_of_a_notice on notice_substances (notice)")
    db.execute(
        "create index substances_in_a_place"
        " on notice_substances (substance, place, dated_at, notice)"
    )


@migrations()
def m005_decisions(db: Database) -> None:
    """What people decided about a notice, when and why."""
    db.execute(
        "create table decisions ("
        "id integer primary key, notice text not null references notices (id),"
        " decided_at text not null, decision text not null"
        " check (decision in ('confirm', 'dismiss', 'propose-change')),"
        " why text not null, who text) strict"
    )
    db.execute("create index decisions_on_a_notice on decisions (notice, id)")


@migrations()
def m006_jobs(db: Database) -> None:
    """When each scheduled job last ran, and how it ended."""
    db.execute(
        "create table jobs ("
        "name text primary key not null, started_at text not null, finished_at text,"
        " ok integer not null default 0, outcome text not null default 'running',"
        " failures_in_a_row integer not null default 0) strict"
    )


@migrations()
def m007_totals(db: Database) -> None:
    """How often the link of a card was opened on a day: nothing about who opened it."""
    db.execute(
        "create table totals ("
        "day text not null, link text not null, opened integer not null,"
        " primary key (day, link)) strict, without rowid"
    )
