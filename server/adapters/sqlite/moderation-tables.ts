/** What keeps order: what waits, what was reported, what was done. A step of the migrations, as it was first written. */
export const MODERATION_TABLES = `CREATE TABLE holds (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    cid TEXT NOT NULL,
    text TEXT NOT NULL,
    reply_id TEXT,
    mentions TEXT,
    rule TEXT,
    held_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX holds_by_cid ON holds (room, user_id, cid);
  CREATE INDEX holds_waiting ON holds (room, id) WHERE ended_at IS NULL;
  CREATE INDEX holds_by_user ON holds (user_id, id);
  CREATE INDEX holds_by_age ON holds (held_at) WHERE ended_at IS NULL;
  CREATE INDEX holds_by_end ON holds (ended_at) WHERE ended_at IS NOT NULL;
  CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    category TEXT NOT NULL,
    note TEXT,
    reported_at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    appeal TEXT,
    author TEXT,
    snapshot TEXT,
    closed_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX reports_by_subject ON reports (room, by_id, subject);
  CREATE INDEX reports_open ON reports (room, id) WHERE closed_at IS NULL;
  CREATE INDEX reports_by_reporter ON reports (by_id, id);
  CREATE INDEX reports_by_author ON reports (author) WHERE snapshot IS NOT NULL;
  CREATE INDEX reports_by_end ON reports (closed_at) WHERE closed_at IS NOT NULL AND snapshot IS NOT NULL;
  CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    cid TEXT NOT NULL,
    action TEXT NOT NULL,
    about TEXT,
    target TEXT,
    reason TEXT
  ) STRICT;
  CREATE UNIQUE INDEX audit_by_deed ON audit (by_id, cid);
  CREATE INDEX audit_by_room ON audit (room, id);
  CREATE INDEX audit_by_person ON audit (about) WHERE about IS NOT NULL;
  CREATE INDEX audit_by_time ON audit (done_at);
  ALTER TABLE room_settings ADD COLUMN filters TEXT;
  ALTER TABLE room_settings ADD COLUMN hide_moderators INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX sanctions_of_guests ON sanctions (user_id, room, kind) WHERE substr(user_id, 1, 2) <> 'a:';
  CREATE INDEX sanctions_of_guests_by_end ON sanctions (until)
    WHERE substr(user_id, 1, 2) <> 'a:' AND until IS NOT NULL;
  INSERT INTO meta (name, value) VALUES ('address key', lower(hex(randomblob(16))));`
