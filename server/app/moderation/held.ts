import type { HeldReply } from '../../../sdk/protocol/replies.ts'
import { refusal } from '../../core/refusal.ts'
import type { RoomAction } from '../actions/action.ts'
import { append } from '../actions/append.ts'
import { fromLog, type HubContext, ok, type Result, refuse } from '../hub-context.ts'
import { idsOf } from '../identity/authenticator.ts'
import { deed } from './deed.ts'
import { refuseDeed } from './deed-rate.ts'

const PAGE = 100
const GONE = refusal('not_found', 'This message does not wait any more.')

/** What waits in the room, oldest first. */
export const held: RoomAction<'held'> = async (hub, { sharer }, { room, after }) => {
  const reading = await hub.reads.run(sharer, charge =>
    fromLog(hub, async (): Promise<HeldReply> => {
      const found = await hub.directory.holds(room, hub.timeOfDay(), after, PAGE)
      for (const { text } of found) charge(300 + text.length)
      const shown = found.map(({ id: hold, user, text, rule, at }) => ({ hold, user, text, rule, at }))
      return { held: shown, next: found.length === PAGE ? found.at(-1)?.id : undefined }
    }),
  )
  return reading.ok ? ok(reading.value) : reading
}

/** Lets a message in, under who wrote it, or not. */
export const resolve: RoomAction<'resolve'> = async (hub, actor, request, where) => {
  const tooFast = refuseDeed(hub, actor, request)
  if (tooFast) return tooFast
  const { room, hold: id, approve } = request
  const read = await fromLog(hub, () => hub.directory.hold(room, id))
  if (!read.ok) return read
  if (read.value === undefined) return { ok: false, refusal: GONE }
  const { user, cid, text, replyTo, mentions } = read.value
  const audit = deed(hub, actor, { room, action: 'resolve', target: { user, approved: approve } })
  if (!approve) return end(hub, room, id, audit)
  const content = { kind: 'new_message', text, replyTo, mentions } as const
  const author = { identity: { ...actor.identity, user }, sharer: actor.sharer }
  const words = { not_found: GONE.message }
  const done = await append(hub, author, { room, cid }, where.room, content, () => ({}), { approves: id, audit, words })
  return done.ok ? ok() : done
}

/** By who wrote it, from whatever device. */
export const withdraw: RoomAction<'withdraw'> = async (hub, { identity }, { room, hold: id }) => {
  const read = await fromLog(hub, () => hub.directory.hold(room, id))
  if (!read.ok) return read
  const own = read.value !== undefined && idsOf(identity).includes(read.value.user.id)
  return own ? end(hub, room, id) : { ok: false, refusal: GONE }
}

async function end(hub: HubContext, room: string, id: string, audit?: ReturnType<typeof deed>): Promise<Result> {
  const done = await fromLog(hub, () => hub.directory.endHold(room, id, hub.timeOfDay(), audit))
  if (!done.ok) return done
  return done.value ? ok() : refuse('not_found', GONE.message)
}
