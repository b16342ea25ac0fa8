// The store of bare.mjs: a table with the same two indexes, one transaction a group, in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

const database = new Database(workerData)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec(`
  CREATE TABLE events (id INTEGER PRIMARY KEY, room INTEGER, seq INTEGER, message TEXT, user TEXT, cid TEXT, text TEXT, at INTEGER);
  CREATE UNIQUE INDEX by_seq ON events (room, seq);
  CREATE UNIQUE INDEX by_cid ON events (room, user, cid)`)
const insert = database.prepare(
  'INSERT INTO events (room, seq, message, user, cid, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
)
/** Of each room its number and its last seq. */
const rooms = new Map()

function append([name, user, cid, text, id, sentAt]) {
  const room = rooms.get(name) ?? { number: rooms.size + 1, seq: 0 }
  rooms.set(name, room)
  insert.run(room.number, ++room.seq, id, user, cid, text, sentAt)
  return room.seq
}

const commit = database.transaction(group => group.map(append))
parentPort.on('message', group => parentPort.postMessage(commit(group)))
parentPort.postMessage('open')
