import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { readDatabase } from '../../server/adapters/sqlite/file.ts'
import { loadSqlite } from '../../server/adapters/sqlite/module.ts'
import { SqliteReads } from '../../server/adapters/sqlite/reads.ts'
import { SqliteRooms } from '../../server/adapters/sqlite/rooms.ts'
import type { Ledger, Receipt } from './ledger.ts'

/** What the data folder holds of each room: messages as they stand, and what changed them. Its server may run. */
export async function eventsIn(folder: string, rooms: readonly string[]): Promise<Map<string, DurableEvent[]>> {
  const database = readDatabase(await loadSqlite(), folder)
  try {
    database.exec('BEGIN')
    const reads = new SqliteReads(database, new SqliteRooms(database))
    return new Map(rooms.map(room => [room, [...reads.all(room)]]))
  } finally {
    database.close()
  }
}

/** Notes which of the acknowledged changes is missing or there twice, and which message is not what they made of it. */
export function compareChanges(
  events: ReadonlyMap<string, readonly DurableEvent[]>,
  acknowledged: ReadonlyMap<string, readonly Receipt[]>,
  ledger: Ledger,
): void {
  for (const [room, list] of events) {
    const byCid = new Map<string, DurableEvent>()
    const messages = new Map<string, DurableEvent & { type: 'new_message' }>()
    const reactors = new Map<string, Set<string>>()
    const hole = list.findIndex(({ seq }, at) => seq !== at + 1)
    if (hole >= 0) ledger.fault(`${room} has ${list[hole]?.seq} at place ${hole + 1}`)
    for (const event of list) {
      const key = `${event.user?.id} ${event.cid}`
      if (byCid.has(key)) ledger.fault(`${room} has ${key} twice`)
      byCid.set(key, event)
      if (event.type === 'new_message') messages.set(event.id, event)
      if (event.type === 'reaction') {
        const users = reactors.get(`${event.messageId} ${event.emoji}`) ?? new Set()
        if (event.on) users.add(event.user.id)
        else users.delete(event.user.id)
        reactors.set(`${event.messageId} ${event.emoji}`, users)
      }
    }
    const edits = new Map<string, { seq: number; text: string }>()
    for (const { user, cid, seq, id, change } of acknowledged.get(room) ?? []) {
      const found = byCid.get(`${user} ${cid}`)
      if (!found) ledger.fault(`lost: ${room} ${seq} ${cid}`)
      else if (found.seq !== seq || ('messageId' in found ? found.messageId : found.id) !== id)
        ledger.fault(`moved: ${room} ${seq} ${cid} is ${found.seq}`)
      const message = messages.get(id)
      if (change?.type === 'delete_message' && (!message?.deleted || message.text !== '' || message.reactions))
        ledger.fault(`${id} of ${room} was deleted, and is there`)
      if (change?.type === 'edit_message' && seq > (edits.get(id)?.seq ?? 0)) edits.set(id, { seq, text: change.text })
    }
    for (const [id, { seq, text }] of edits) {
      const message = messages.get(id)
      // one of which nobody knows yet that it is there may have come behind it
      const isOver = list.some(event => event.type === 'message_edited' && event.messageId === id && event.seq > seq)
      if (message && !message.deleted && !isOver && message.text !== text)
        ledger.fault(`${id} of ${room} says ${message.text}, not ${text}`)
    }
    for (const [key, users] of reactors) {
      const [id = '', emoji = ''] = key.split(' ')
      const message = messages.get(id)
      const count = message?.reactions?.find(each => each.emoji === emoji)?.count ?? 0
      if (!message?.deleted && count !== users.size)
        ledger.fault(`${id} of ${room} counts ${count} ${emoji}, not ${users.size}`)
    }
  }
}
