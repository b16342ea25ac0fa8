import type { Message } from '../../../sdk/protocol/records.ts'
import { searchMarks } from '../../core/search/search-marks.ts'
import { searchTerms } from '../../core/search/search-terms.ts'
import type { Found } from '../../ports/room-log.ts'
import { wireBytes } from '../../wire/encode.ts'
import type { FromLog } from '../from-log.ts'
import { fromLog, type HubContext, refuse } from '../hub-context.ts'
import { PAGE_BYTES } from '../rooms/read-room.ts'
import type { RequestOf, RoomAction } from './action.ts'
import type { Actor } from './actor.ts'
import { encodeFor } from './encode-for.ts'

/** Messages in an answer. */
const FOUND = { standard: 20, most: 50 }
/**
 * For so much is looked for one answer, by `lookCost`, and at once: some 15,000 and 1,000 short messages. Others read in
 * between.
 */
const LOOKED = { most: 4_000_000, atOnce: 220_000 }

type Asked = RequestOf<'search'>
interface Search {
  /** The head as of which the messages stand. */
  seq: number
  messages: Message[]
  more: boolean
  /** From here on nothing was looked at yet. */
  before: number | undefined
}

/** What people wrote that has certain words in it, newest first. */
export const search: RoomAction<'search'> = async (hub, actor, request) => {
  const terms = searchTerms(request.query)
  if (terms.length === 0) return refuse('bad_request', 'There is nothing in it that could be found.')
  const wait = hub.rates.search(actor.sharer, hub.clock.now())
  if (wait > 0) return refuse('rate_limited', 'You search too often. Wait a moment.', wait)
  const found = await look(hub, actor, request, terms)
  if (!found.ok) return found
  const { seq, messages, more, before } = found.value
  const encoded = await fromLog(hub, () => encodeFor(hub, actor, request.room, messages))
  if (!encoded.ok) return encoded
  const items = messages.map(({ text }, at) => {
    const marks = JSON.stringify(searchMarks(text, terms) ?? [])
    return `${encoded.value[at]?.slice(0, -1)},"marks":${marks}}`
  })
  const rest = before === undefined ? '' : `,"before":${before}`
  return { ok: true, fields: `"seq":${seq},"messages":[${items.join(',')}],"more":${more}${rest}` }
}

/** A part at a time, so that who asks for much waits by turns with the others. */
async function look(hub: HubContext, actor: Actor, asked: Asked, terms: readonly string[]): Promise<FromLog<Search>> {
  const { room, limit = FOUND.standard } = asked
  const most = Math.min(limit, FOUND.most)
  const messages: Message[] = []
  let first: number | undefined
  let [looked, bytes, next] = [0, 0, asked.before]
  for (;;) {
    const sought = { terms, before: next, limit: most - messages.length, maxBytes: PAGE_BYTES - bytes }
    const part = await read(hub, actor, room, { ...sought, look: Math.min(LOOKED.atOnce, LOOKED.most - looked) })
    if (!part.ok) return part
    const { head, next: rest, ...found } = part.value
    first ??= head.seq
    messages.push(...found.messages)
    looked += found.looked
    bytes += bytesOf(found.messages)
    next = rest === undefined ? undefined : rest + 1
    const done = messages.length >= most || looked >= LOOKED.most || bytes >= PAGE_BYTES
    if (next !== undefined && !done) continue
    if (first === head.seq) return { ok: true, value: answerOf(first, messages, next) }
    return fromLog(hub, async () => {
      const { seq, messages: still } = await asTheyStand(hub, room, messages, terms)
      return answerOf(seq, still, next)
    })
  }
}

/** Where nothing was found nobody can go on from the last one: only who knows `before` does. */
function answerOf(seq: number, messages: Message[], before: number | undefined): Search {
  return { seq, messages, more: before !== undefined && messages.length > 0, before }
}

function read(hub: HubContext, { sharer }: Actor, room: string, sought: Parameters<HubContext['log']['search']>[1]) {
  return hub.reads.run<Found>(sharer, charge =>
    fromLog(hub, async () => {
      const found = await hub.log.search(room, sought)
      charge(found.looked + bytesOf(found.messages))
      return found
    }),
  )
}

/** Some may have been changed or deleted while others were looked for. */
async function asTheyStand(hub: HubContext, room: string, found: readonly Message[], terms: readonly string[]) {
  const ids = found.map(({ id }) => id)
  const page = await hub.log.page(room, { ids, limit: ids.length, maxBytes: 2 * PAGE_BYTES })
  const messages = page?.messages.toReversed().filter(({ text }) => searchMarks(text, terms) !== undefined) ?? []
  return { seq: page?.head.seq ?? 0, messages }
}

function bytesOf(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + wireBytes(message), 0)
}
