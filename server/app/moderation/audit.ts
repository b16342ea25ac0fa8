import type { AuditReply, MessagesByReply } from '../../../sdk/protocol/replies.ts'
import { wireBytes } from '../../wire/encode.ts'
import type { RoomAction } from '../actions/action.ts'
import { fromLog, ok } from '../hub-context.ts'

const PAGE = 100

/** What was done about order in the room, newest first. */
export const audit: RoomAction<'audit'> = async (hub, { sharer }, { room, after }) => {
  const reading = await hub.reads.run(sharer, charge =>
    fromLog(hub, async (): Promise<AuditReply> => {
      const found = await hub.directory.audit(room, after, PAGE)
      charge(300 * found.length)
      const entries = found.map(({ at, by, action, target, reason }) => ({ at, by, action, target, reason }))
      return { entries, next: found.length === PAGE ? found.at(-1)?.id : undefined }
    }),
  )
  return reading.ok ? ok(reading.value) : reading
}

/** Messages in an answer, and pages of the log that are looked through for it. */
const FOUND = 50
const PAGES = 10
const PAGE_BYTES = 64_000

/** What one person wrote, newest first; so far back as one answer may look. */
export const messagesBy: RoomAction<'messages_by'> = async (hub, { sharer }, { room, user, before }) => {
  const reading = await hub.reads.run(sharer, charge =>
    fromLog(hub, async (): Promise<MessagesByReply> => {
      const messages: MessagesByReply['messages'] = []
      let next = before
      for (let at = 0; at < PAGES; at++) {
        const page = await hub.log.page(room, { before: next, limit: hub.limits.historyPage, maxBytes: PAGE_BYTES })
        for (const message of page?.messages.toReversed() ?? []) {
          charge(wireBytes(message))
          next = message.seq
          if (message.user.id === user) messages.push(message)
          if (messages.length === FOUND) return { messages, next }
        }
        if (!page?.more) return { messages }
      }
      return { messages, next }
    }),
  )
  return reading.ok ? ok(reading.value) : reading
}
