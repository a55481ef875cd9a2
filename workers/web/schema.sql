-- What `quotewire web` keeps. With a change here, raise _FORMAT in store.py: the file is made anew from Kafka.
CREATE TABLE state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE offsets (topic TEXT, partition INTEGER, next INTEGER NOT NULL, PRIMARY KEY (topic, partition)) WITHOUT ROWID;
CREATE TABLE articles (id INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, record BLOB NOT NULL);
CREATE TABLE quotes ( -- rows.py says what the columns are
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that a browser can go by it
  came INTEGER NOT NULL,
  article_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  quote_id TEXT NOT NULL,
  text TEXT NOT NULL,
  speaker TEXT NOT NULL,
  names TEXT NOT NULL,
  title TEXT,
  source TEXT,
  url TEXT,
  published_at TEXT,
  type TEXT NOT NULL,
  modality TEXT NOT NULL,
  confidence REAL,
  changed INTEGER NOT NULL, -- the change that wrote it last
  revised INTEGER NOT NULL  -- whether an earlier change wrote it, too
);
CREATE UNIQUE INDEX quotes_by_article ON quotes (article_id, position);
CREATE INDEX quotes_by_time ON quotes (came, id);
CREATE INDEX quotes_by_change ON quotes (changed);
CREATE INDEX quotes_by_source ON quotes (source, came, id);
CREATE TABLE names (name TEXT NOT NULL COLLATE NOCASE, quote INTEGER NOT NULL, PRIMARY KEY (name, quote)) WITHOUT ROWID;
CREATE INDEX names_by_quote ON names (quote);
CREATE TABLE gone (quote INTEGER PRIMARY KEY, change INTEGER NOT NULL);
CREATE INDEX gone_by_change ON gone (change);
CREATE VIRTUAL TABLE words USING fts5 (
  text, speaker, title, content='quotes', content_rowid='id', tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER quote_comes AFTER INSERT ON quotes BEGIN
  INSERT INTO words (rowid, text, speaker, title) VALUES (new.id, new.text, new.speaker, new.title);
  INSERT OR IGNORE INTO names SELECT value, new.id FROM json_each(new.names);
END;
CREATE TRIGGER quote_goes AFTER DELETE ON quotes BEGIN
  INSERT INTO words (words, rowid, text, speaker, title) VALUES ('delete', old.id, old.text, old.speaker, old.title);
  DELETE FROM names WHERE quote = old.id;
END;
