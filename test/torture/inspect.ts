import type { Message } from '../../sdk/protocol/records.ts'
import { openSocket } from '../support/open-socket.ts'
import type { Ledger, Receipt } from './ledger.ts'

export interface RoomContent {
  epoch: string
  /** Where the room stands. */
  seq: number
  /** Oldest first, all of them; what was known before as it stood then. */
  messages: Message[]
}

/**
 * Pages through rooms as a client with this token, with what is `known` down to a page below its end. Rejects if the token
 * is no longer worth anything.
 */
export async function contentOf(
  wsUrl: string,
  token: string,
  rooms: readonly string[],
  known: ReadonlyMap<string, RoomContent> = new Map(),
): Promise<Map<string, RoomContent>> {
  const socket = await openSocket(wsUrl)
  let ref = 0
  const ask = async (frame: object) => {
    const mine = ++ref
    socket.send({ ...frame, ref: mine })
    const reply = await socket.next(reply => reply.ref === mine)
    socket.received.length = 0
    if (reply.type !== 'ok') throw new Error(`${JSON.stringify(frame)} was refused: ${reply.code} ${reply.message}`)
    return reply
  }
  await ask({ type: 'connect', token })
  const content = new Map<string, RoomContent>()
  for (const room of rooms) {
    const { epoch, seq } = await ask({ type: 'join', room })
    let messages: Message[] = []
    let more = seq > 0
    while (more) {
      const page = await ask({ type: 'history', room, epoch, before: messages[0]?.seq ?? seq + 1, limit: 100 })
      messages = [...page.messages, ...messages]
      more = page.more
      const old = known.get(room)?.messages ?? []
      const oldest = messages[0]?.seq ?? 1
      if (oldest > (old.at(-100)?.seq ?? 0)) continue
      messages = [...old.filter(({ seq }) => seq < oldest), ...messages]
      more = false
    }
    content.set(room, { epoch, seq, messages })
  }
  socket.socket.terminate()
  return content
}

/** Notes which of the acknowledged messages is missing, moved or doubled. */
export function compare(
  content: ReadonlyMap<string, RoomContent>,
  acknowledged: ReadonlyMap<string, readonly Receipt[]>,
  ledger: Ledger,
): void {
  for (const [room, { messages }] of content) {
    const byCid = new Map<string, Message>()
    let last = 0
    for (const message of messages) {
      const key = `${message.user.id} ${message.cid}`
      if (message.seq <= last) ledger.fault(`${room} has ${message.seq} behind ${last}`)
      last = message.seq
      if (byCid.has(key)) ledger.fault(`${room} has ${key} twice`)
      byCid.set(key, message)
    }
    for (const { user, cid, seq, id, change } of acknowledged.get(room) ?? []) {
      if (change) continue
      const found = byCid.get(`${user} ${cid}`)
      if (!found) ledger.fault(`lost: ${room} ${seq} ${cid}`)
      else if (found.seq !== seq || found.id !== id) ledger.fault(`moved: ${room} ${seq} ${cid} is ${found.seq}`)
    }
  }
}
