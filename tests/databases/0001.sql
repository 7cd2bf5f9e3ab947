-- The database of the first release: search, no notices. Made by Store.prepare, two entries.
pragma journal_mode = wal;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE VIRTUAL TABLE search using fts5(kind unindexed, key unindexed, title unindexed, names, tokenize = 'trigram');
CREATE TABLE "search_state" (
   "id" INTEGER PRIMARY KEY,
   "facts" TEXT
) STRICT;
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (1, 'leafline', 'm001_use_write_ahead_log', '2026-11-22 09:44:33.672221+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (2, 'leafline', 'm002_search', '2026-11-22 09:44:33.685002+00:00');
insert into search (kind, key, title, names) values ('place', 'US-TX', 'Texas', ' texas tx united states ');
insert into search (kind, key, title, names) values ('place', 'TH', 'Thailand', ' thailand ประเทศไทย ');
insert into search_state (id, facts) values (1, '0123456789abcdef');
