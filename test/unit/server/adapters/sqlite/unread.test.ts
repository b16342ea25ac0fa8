import { expect, test } from 'vitest'
import { loadSqlite, type SqliteDatabase } from '../../../../../server/adapters/sqlite/module.ts'
import { SqliteRooms } from '../../../../../server/adapters/sqlite/rooms.ts'
import { migrate } from '../../../../../server/adapters/sqlite/schema.ts'
import { SqliteUnread } from '../../../../../server/adapters/sqlite/unread.ts'

const { open } = await loadSqlite()

/** A room with so many messages, of which each hundredth names somebody; and what is asked of its database. */
function filled(messages: number) {
  const database = open(':memory:')
  migrate(database)
  database.exec(`INSERT INTO meta (name, value) VALUES ('key', 'k'); INSERT INTO rooms (id, name) VALUES (1, 'r');
    WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < ${messages})
    INSERT INTO messages (room, seq, message_id, user_id, user_name, cid, text, sent_at, extra)
      SELECT 1, seq, 'm' || seq, 'a:ann', 'Ann', 'c' || seq, 'text', seq,
        iif(seq % 100 = 0, '{"mentions":[{"id":"a:bob","name":"Bob"}]}', NULL) FROM n`)
  const asked: string[] = []
  const calls: unknown[][] = []
  const listening: SqliteDatabase = {
    exec: sql => database.exec(sql),
    close: () => database.close(),
    prepare(sql) {
      asked.push(sql)
      const statement = database.prepare(sql)
      const noted = (values: unknown[]) => void calls.push([sql, ...values])
      return {
        run: (...values) => statement.run(...values),
        all: (...values) => statement.all(...values),
        iterate: (...values) => statement.iterate(...values),
        get: (...values) => {
          noted(values)
          return statement.get(...values)
        },
      }
    },
  }
  const unread = new SqliteUnread(listening, new SqliteRooms(database))
  return { database, unread, asked, calls }
}

test('[ST165] it costs one question, which finds what it looks at by an index and looks at no more than its bound', () => {
  const { database, unread, asked, calls } = filled(10_000)
  expect(unread.count('r', 0, ['a:bob', 'g:bob'])).toMatchObject({ unread: 100, mentions: 20 })
  expect(calls).toHaveLength(1)
  const [sql = ''] = asked
  expect(asked).toHaveLength(1)
  const nothing = Array(sql.split('?').length - 1).fill(null)
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...nothing) as { detail: string }[]
  const steps = plan.map(({ detail }) => detail)
  // beside the list of ids and the one row that says where to begin, nothing is looked through
  const scans = steps.filter(
    detail => /^SCAN/.test(detail) && !/json_each|looked|CONSTANT ROW|\(subquery|^SCAN \(/.test(detail),
  )
  expect(scans).toEqual([])
  const found = steps.filter(detail => /^SEARCH/.test(detail))
  expect(found.sort()).toEqual([
    expect.stringMatching(/USING COVERING INDEX messages_by_seq \(room=\? AND seq>\?\)/),
    expect.stringMatching(/USING INDEX messages_by_seq \(room=\? AND seq>\?\)/),
    expect.stringMatching(/USING INDEX messages_with_extra \(room=\? AND seq>\?\)/),
  ])
  // no step sorts, so a limit ends it
  expect(steps.filter(detail => /TEMP B-TREE/.test(detail))).toEqual([])
  database.close()
})
