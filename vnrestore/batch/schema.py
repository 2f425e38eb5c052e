"""The catalogue's tables. The comments stay in the database: ``sqlite3 catalogue.sqlite3 .schema``."""

from __future__ import annotations

VERSION = 1
"""``PRAGMA user_version`` of a catalogue of this form."""

APPLICATION = 0x564E7265
"""``PRAGMA application_id``: "VNre", so that no other database is taken for a catalogue."""

TABLES = """
CREATE TABLE runs (                -- one row for each time vnrestore batch was started on this folder
  id INTEGER PRIMARY KEY,
  started TEXT NOT NULL,           -- UTC, ISO 8601
  ended TEXT,                      -- null while it is at work, and of a run that was killed
  outcome TEXT,                    -- finished, stopped, failed; null as above
  source TEXT NOT NULL,            -- the input folder or URL
  program TEXT NOT NULL, model TEXT NOT NULL, lexicon TEXT NOT NULL, options TEXT NOT NULL,
  processes INTEGER NOT NULL,      -- 0: in the client itself, or on a cluster
  done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
  words INTEGER NOT NULL DEFAULT 0,
  skipped TEXT                     -- JSON: links, special files, hidden files, unreadable folders passed by
) STRICT;

CREATE TABLE files (               -- one row for each input file ever met
  id INTEGER PRIMARY KEY,          -- in the order of the walk
  path TEXT NOT NULL UNIQUE,       -- below the input folder; bytes that are no UTF-8 as \\xNN
  base TEXT NOT NULL UNIQUE,       -- its outputs' name below this folder, without suffix; never changes
  status TEXT NOT NULL CHECK (status IN ('pending', 'done', 'failed', 'gone')),
  signature TEXT NOT NULL,         -- size, times, inode (or ETag) when it was met; '' if not to be relied on
  size INTEGER NOT NULL,
  sha256 TEXT,                     -- of the content that status is about
  error TEXT,                      -- of a failed file: a key of vnrestore.batch.job.ERRORS
  message TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  finished TEXT,                   -- UTC, ISO 8601
  seconds REAL,                    -- reading to last output
  format TEXT,                     -- of the input: txt, hocr, alto, page, pdf ...
  pages INTEGER, words INTEGER, corrections INTEGER, suggestions INTEGER,
  confidence REAL,                 -- mean posterior, 0 to 1
  kind TEXT, number TEXT, issued TEXT, organ TEXT, subject TEXT, -- from the record, for search
  dated TEXT,                      -- issued, else the first day the text names: what search goes by
  record TEXT,                     -- JSON: the archive's record, each field with confidence and spans
  program TEXT, model TEXT, lexicon TEXT, options TEXT -- the versions it was done with
) STRICT;
CREATE INDEX files_status ON files (status, id);
CREATE INDEX files_dated ON files (dated);

CREATE TABLE outputs (             -- the files written for an input file
  file INTEGER NOT NULL REFERENCES files (id),
  form TEXT NOT NULL,              -- txt, json, md, docx, akn, html
  name TEXT NOT NULL,              -- below this folder, quoted as path is
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  source TEXT NOT NULL,            -- sha256 of the content it was made from
  PRIMARY KEY (file, form)
) STRICT, WITHOUT ROWID;

CREATE TABLE page_counts (         -- for the list of pages to review
  file INTEGER NOT NULL REFERENCES files (id),
  page INTEGER NOT NULL,           -- from 1
  words INTEGER NOT NULL, corrections INTEGER NOT NULL, suggestions INTEGER NOT NULL,
  confidence REAL NOT NULL,        -- expected share of right words
  PRIMARY KEY (file, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_counts_confidence ON page_counts (confidence);

CREATE TABLE names (               -- which output names are taken, and by what
  key TEXT PRIMARY KEY,            -- kind, then the name with case folded and composed
  owner TEXT NOT NULL              -- path of the input file or folder
) STRICT, WITHOUT ROWID;

-- What vnrestore search looks in; rowid is files.id. folded: text in small letters without marks and
-- with d for đ. original: what OCR read. NFC all.
CREATE VIRTUAL TABLE texts USING fts5 (
  subject, text, folded, original, tokenize = "unicode61 remove_diacritics 0"
);
"""
