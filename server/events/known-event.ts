import type { Content, Refused } from '../ports/room-log.ts'
import type { EventWrite, Written } from '../ports/store.ts'
import type { EventRows, KnownEvent } from './event-rows.ts'

export type Outcome = Written | Refused

/** All ids of who writes: see `withOtherIds`. */
export const idsOf = ({ user, formerIds = [] }: EventWrite) => [user.id, ...formerIds]

/** Where an event is that was taken before; also when nothing new can be taken. */
export function knownEvent(rows: EventRows, write: EventWrite): Outcome | undefined {
  const known = findKnown(rows, write)
  return known && repeated(known, write.content)
}

export function findKnown(rows: EventRows, write: EventWrite): KnownEvent | undefined {
  for (const id of idsOf(write)) {
    const known = rows.known(id, write.cid)
    if (known !== undefined) return known
  }
  return undefined
}

/** A cid stands for one operation: for another one it is taken. */
export function repeated({ type, messageId, ...first }: KnownEvent, content: Content): Outcome {
  if (type !== content.kind || aboutWhat(content) !== (messageId || undefined)) return { refused: 'conflict' }
  return { ...first, target: first.target || undefined, duplicate: true }
}

/** The message that it changes, or who it is about. */
function aboutWhat(content: Content): string | undefined {
  if (content.kind === 'member_changed') return content.member.id
  return 'messageId' in content ? content.messageId : undefined
}
