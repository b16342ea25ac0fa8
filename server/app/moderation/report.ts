import { NOTE_LENGTH } from '../../../sdk/protocol/moderation.ts'
import type { ReportsReply } from '../../../sdk/protocol/replies.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { eventId } from '../../core/event-id.ts'
import { checkNote } from '../../core/note.ts'
import { NO_ROOM, refuseRoomName } from '../../core/room-name.ts'
import type { ReportRecord } from '../../ports/moderation.ts'
import type { RoomAction, ServerAction } from '../actions/action.ts'
import type { Actor } from '../actions/actor.ts'
import { fromLog, type HubContext, ok, type Result, refuse } from '../hub-context.ts'
import type { Identity } from '../identity/authenticator.ts'
import { groundsOf } from '../rooms/look-at.ts'
import { deed } from './deed.ts'
import { refuseDeed } from './deed-rate.ts'

const PAGE = 100
const FULL = 'More reports wait in this room than can be kept. Tell a moderator.'
const GONE = 'There is no such message any more.'

/** What it says is kept with the report, for moderators alone. */
export const report: RoomAction<'report'> = async (hub, actor, { room, messageId, category, note: raw }, { place }) => {
  const note = checkNote(raw, NOTE_LENGTH, 'note')
  if (!note.ok) return note
  const read = await fromLog(hub, () => hub.log.page(room, { ids: [messageId], limit: 1, maxBytes: 1 }))
  if (!read.ok) return read
  const [message] = read.value?.messages ?? []
  if (message === undefined || message.deleted) return refuse('not_found', GONE)
  const { id, seq, cid, user, text, sentAt } = message
  const snapshot = { id, seq, cid, user, text, sentAt }
  // a room of two has nobody who keeps order: those who run the server see this one message, and not of which room
  const where = place.kind === 'direct' ? '' : room
  return add(hub, actor, { room: where, category, note: note.text, snapshot })
}

/** Also by who may not be in the room any more; whoever has nothing to appeal hears of no room. */
export const appeal: ServerAction<'appeal'> = async (hub, actor, { room, kind, note: raw }) => {
  const note = checkNote(raw, NOTE_LENGTH, 'note')
  if (!note.ok) return note
  if (note.text === undefined) return refuse('bad_request', 'Say why it should be lifted.')
  const refused = refuseRoomName(room)
  if (refused !== undefined) return { ok: false, refusal: refused }
  const now = hub.timeOfDay()
  const found = await fromLog(hub, async () => {
    const { sanctions = [] } = await groundsOf(hub, actor, room)
    if (!sanctions.some(each => each.kind === kind)) return undefined
    const laid = await hub.directory.sanctions(room, actor.identity.user.id, now)
    return { laidAt: laid.find(each => each.kind === kind)?.at ?? 0 }
  })
  if (!found.ok) return found
  if (found.value === undefined) return { ok: false, refusal: NO_ROOM }
  const { laidAt } = found.value
  return add(hub, actor, { room, category: 'other', note: note.text, appeal: { kind, laidAt } })
}

async function add(
  hub: HubContext,
  { identity }: Actor,
  said: Pick<ReportRecord, 'room' | 'category' | 'note' | 'snapshot' | 'appeal'>,
): Promise<Result> {
  const { id, name } = identity.user
  const wait = hub.rates.report(id, isAccount(id), hub.clock.now())
  if (wait > 0) return refuse('rate_limited', 'You have reported a lot. Wait a while.', wait)
  const at = hub.timeOfDay()
  const record: ReportRecord = { id: eventId(at, hub.random.id()), by: { id, name }, at, ...said }
  const added = await fromLog(hub, () => hub.directory.addReport(record))
  if (!added.ok) return added
  if (added.value === 'too_many') return refuse('too_many', FULL)
  return ok({ report: added.value.id, duplicate: !added.value.isNew })
}

const isAdmin = ({ role }: Identity) => role === 'admin'

/** Those that wait, oldest first; to who runs the server also those of direct rooms. */
export const reports: RoomAction<'reports'> = async (hub, { identity, sharer }, { room, after }) => {
  const reading = await hub.reads.run(sharer, charge =>
    fromLog(hub, async (): Promise<ReportsReply> => {
      const found = await hub.directory.reports(room, after, PAGE)
      const direct = isAdmin(identity) && after === undefined ? await hub.directory.reports('', undefined, PAGE) : []
      const shown = [...direct, ...found].map(({ id, by, category, note, at, snapshot, appeal }) => {
        charge(400 + (snapshot?.text.length ?? 0))
        const message = snapshot && { room: direct.some(each => each.id === id) ? '' : room, ...snapshot }
        return {
          report: id,
          message,
          by,
          category,
          note,
          at,
          ...(appeal && { appeal: { user: by, kind: appeal.kind } }),
        }
      })
      return { reports: shown, next: found.length === PAGE ? found.at(-1)?.id : undefined }
    }),
  )
  return reading.ok ? ok(reading.value) : reading
}

export const closeReport: RoomAction<'close_report'> = async (hub, actor, request) => {
  const tooFast = refuseDeed(hub, actor, request)
  if (tooFast) return tooFast
  const { room, report: id } = request
  const note = checkNote(request.note, NOTE_LENGTH, 'note')
  if (!note.ok) return note
  const audit = deed(hub, actor, { room, action: 'close_report', target: { report: id }, reason: note.text })
  const closed = await fromLog(hub, async () => {
    const at = hub.timeOfDay()
    const isDone = await hub.directory.closeReport(room, id, at, audit)
    return isDone || (isAdmin(actor.identity) && hub.directory.closeReport('', id, at, audit))
  })
  if (!closed.ok) return closed
  return closed.value ? ok() : refuse('not_found', 'There is no such report that is open.')
}
