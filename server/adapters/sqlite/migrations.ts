import { MODERATION_TABLES } from './moderation-tables.ts'

/** Each step once, in order; the number of those that a database has is its `user_version`. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE rooms (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE,
     turn INTEGER NOT NULL DEFAULT 0,
     first INTEGER NOT NULL DEFAULT 1
   ) STRICT;
   CREATE TABLE events (
     id INTEGER PRIMARY KEY,
     room INTEGER NOT NULL,
     seq INTEGER NOT NULL,
     message_id TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_name TEXT NOT NULL,
     cid TEXT NOT NULL,
     text TEXT NOT NULL,
     sent_at INTEGER NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX events_by_seq ON events (room, seq);
   CREATE UNIQUE INDEX events_by_cid ON events (room, user_id, cid);
   CREATE TABLE sessions (
     token_hash TEXT PRIMARY KEY,
     id TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_name TEXT NOT NULL,
     ends_at INTEGER NOT NULL,
     used_at INTEGER NOT NULL,
     named_at INTEGER NOT NULL
   ) STRICT;`,
  // cids that begin with their time come beside each other, so that a commit writes few pages
  `DROP INDEX events_by_cid;
   CREATE UNIQUE INDEX events_by_cid ON events (cid, user_id, room);`,
  // messages as they stand, and beside them the events that changed them
  `ALTER TABLE rooms RENAME COLUMN turn TO epoch_count;
   ALTER TABLE rooms ADD COLUMN changes_first INTEGER NOT NULL DEFAULT 1;
   ALTER TABLE events RENAME TO messages;
   ALTER TABLE messages ADD COLUMN rev INTEGER;
   ALTER TABLE messages ADD COLUMN pinned INTEGER;
   ALTER TABLE messages ADD COLUMN reply_to INTEGER;
   ALTER TABLE messages ADD COLUMN reply_id TEXT;
   ALTER TABLE messages ADD COLUMN reactions TEXT;
   ALTER TABLE messages ADD COLUMN extra TEXT;
   DROP INDEX events_by_seq;
   DROP INDEX events_by_cid;
   UPDATE messages SET message_id = lower(hex(randomblob(12))) WHERE id IN (
     SELECT id FROM (
       SELECT id, row_number() OVER (PARTITION BY room, message_id ORDER BY seq) AS nth FROM messages
     ) WHERE nth > 1
   );
   CREATE UNIQUE INDEX messages_by_seq ON messages (room, seq);
   CREATE UNIQUE INDEX messages_by_cid ON messages (cid, user_id, room);
   CREATE UNIQUE INDEX messages_by_id ON messages (message_id, room);
   CREATE INDEX messages_pinned ON messages (room, pinned) WHERE pinned IS NOT NULL;
   CREATE TABLE changes (
     id INTEGER PRIMARY KEY,
     room INTEGER NOT NULL,
     seq INTEGER NOT NULL,
     type TEXT NOT NULL,
     event_id TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_name TEXT NOT NULL,
     cid TEXT NOT NULL,
     sent_at INTEGER NOT NULL,
     target INTEGER NOT NULL,
     target_id TEXT NOT NULL,
     detail TEXT
   ) STRICT;
   CREATE UNIQUE INDEX changes_by_seq ON changes (room, seq);
   CREATE UNIQUE INDEX changes_by_cid ON changes (cid, user_id, room);
   CREATE INDEX changes_by_target ON changes (room, target) WHERE detail IS NOT NULL;
   CREATE TABLE reactions (
     room INTEGER NOT NULL,
     target INTEGER NOT NULL,
     emoji TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_name TEXT NOT NULL,
     seq INTEGER NOT NULL,
     PRIMARY KEY (room, target, emoji, user_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX reactions_by_user ON reactions (room, user_id, target);
   CREATE TABLE authors (
     room INTEGER NOT NULL,
     user_id TEXT NOT NULL,
     user_name TEXT NOT NULL,
     last_seq INTEGER NOT NULL,
     last_at INTEGER NOT NULL,
     PRIMARY KEY (room, user_id)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO authors
     SELECT messages.room, user_id, user_name, max(seq), sent_at FROM messages JOIN rooms ON rooms.id = messages.room
     WHERE seq >= first GROUP BY messages.room, user_id;`,
  // who is who, and what they may
  `CREATE TABLE accounts (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     role TEXT NOT NULL,
     password TEXT,
     issuer TEXT,
     subject TEXT,
     picture TEXT,
     created_at INTEGER NOT NULL,
     seen_at INTEGER NOT NULL,
     not_before INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE UNIQUE INDEX accounts_by_subject ON accounts (subject, issuer) WHERE subject IS NOT NULL;
   CREATE TABLE account_keys (
     key TEXT NOT NULL,
     account TEXT NOT NULL,
     position INTEGER NOT NULL,
     PRIMARY KEY (key, account)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX account_keys_by_account ON account_keys (account, position);
   CREATE TABLE account_guests (
     guest_id TEXT PRIMARY KEY,
     account TEXT NOT NULL,
     position INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX account_guests_by_account ON account_guests (account, position);
   CREATE TABLE removed_accounts (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
   CREATE TABLE room_settings (
     room TEXT PRIMARY KEY,
     kind TEXT NOT NULL,
     title TEXT,
     topic TEXT,
     slow_ms INTEGER NOT NULL,
     write TEXT NOT NULL,
     locked INTEGER NOT NULL,
     created_by TEXT NOT NULL,
     created_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE memberships (
     room TEXT NOT NULL,
     user_id TEXT NOT NULL,
     role TEXT NOT NULL,
     since INTEGER NOT NULL,
     PRIMARY KEY (room, user_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX memberships_by_user ON memberships (user_id, room);
   CREATE INDEX memberships_by_role ON memberships (room, role, since, user_id);
   CREATE TABLE sanctions (
     room TEXT NOT NULL,
     user_id TEXT NOT NULL,
     kind TEXT NOT NULL,
     until INTEGER,
     reason TEXT,
     laid_by TEXT NOT NULL,
     laid_at INTEGER NOT NULL,
     PRIMARY KEY (room, user_id, kind)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX sanctions_by_user ON sanctions (user_id, room);
   CREATE INDEX sanctions_by_end ON sanctions (room, until) WHERE until IS NOT NULL;`,
  // where somebody wrote and reacted, and what of it is to be erased
  `CREATE INDEX authors_by_user ON authors (user_id, room);
   DROP INDEX reactions_by_user;
   CREATE INDEX reactions_by_user ON reactions (user_id, room, target);
   CREATE TABLE erasures (id TEXT PRIMARY KEY, ids TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE removals (key TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  // rooms that people make: of whom, who is asked in, who wants nothing of whom, how far they have read
  `ALTER TABLE room_settings ADD COLUMN pair_first TEXT;
   ALTER TABLE room_settings ADD COLUMN pair_second TEXT;
   CREATE UNIQUE INDEX room_settings_by_pair ON room_settings (pair_first, pair_second) WHERE pair_first IS NOT NULL;
   CREATE INDEX room_settings_listed ON room_settings (room) WHERE kind IN ('open', 'announce');
   CREATE INDEX room_settings_by_maker ON room_settings (created_by) WHERE kind <> 'direct';
   CREATE TABLE invitations (
     room TEXT NOT NULL,
     user_id TEXT NOT NULL,
     invited_by TEXT NOT NULL,
     invited_at INTEGER NOT NULL,
     PRIMARY KEY (room, user_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX invitations_by_user ON invitations (user_id, room);
   CREATE INDEX invitations_by_inviter ON invitations (invited_by, room);
   CREATE TABLE blocks (
     nth INTEGER PRIMARY KEY,
     blocked_by TEXT NOT NULL,
     user_id TEXT NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX blocks_by_both ON blocks (blocked_by, user_id);
   CREATE INDEX blocks_in_order ON blocks (blocked_by, nth);
   CREATE INDEX blocks_by_user ON blocks (user_id);
   CREATE TABLE positions (
     nth INTEGER PRIMARY KEY,
     user_id TEXT NOT NULL,
     room TEXT NOT NULL,
     epoch TEXT NOT NULL,
     seq INTEGER NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX positions_by_room ON positions (user_id, room);
   CREATE INDEX positions_in_order ON positions (user_id, nth);
   CREATE INDEX changes_by_doer ON changes (user_id, room) WHERE target = 0;
   CREATE INDEX changes_by_member ON changes (target_id, room) WHERE target = 0;
   CREATE INDEX messages_with_extra ON messages (room, seq) WHERE extra IS NOT NULL;`,
  MODERATION_TABLES,
  // an index of what messages say, which `prepareSearch` makes where the engine has such a thing: older versions, which would not
  // keep it, open no database that has one
  `INSERT INTO meta (name, value) VALUES ('search', '');`,
]
