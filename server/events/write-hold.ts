import type { DirectoryRows } from '../directory/directory-rows.ts'
import { ended, waiting } from '../directory/write-moderation.ts'
import { HOLD_MS, HOLDS_OF_PERSON, HOLDS_OF_ROOM, type HoldRecord } from '../ports/moderation.ts'
import type { Content, Refused } from '../ports/room-log.ts'
import type { EventWrite, Written } from '../ports/store.ts'
import { idsOf, type Outcome } from './known-event.ts'

type NewMessage = Extract<Content, { kind: 'new_message' }>

/** What became of a message that waits under this cid, or was rejected; undefined: there is none, or this is it. */
export function knownHold(people: DirectoryRows, write: EventWrite): Outcome | undefined {
  const { room, cid, content, approves, sentAt: now } = write
  if (content.kind !== 'new_message' || !people.hasHolds(room)) return undefined
  for (const id of idsOf(write)) {
    const known = people.knownHold(room, id, cid)
    if (known === undefined || known.id === approves) continue
    // one that waited too long is as if rejected
    if (known.endedAt !== undefined || known.at <= now - HOLD_MS) return { refused: 'blocked_by_rule' }
    return { seq: 0, id: '', sentAt: known.at, duplicate: true, held: known.id }
  }
  return undefined
}

/** The message waits, instead of getting a place. What it answers and whom it names is looked for when it gets one. */
export function writeHold(people: DirectoryRows, write: EventWrite, content: NewMessage, rule?: string): Outcome {
  const { room, user, cid, id, sentAt: at } = write
  const isFull =
    people.countHolds(room, at, HOLDS_OF_ROOM) >= HOLDS_OF_ROOM ||
    people.countHolds(room, at, HOLDS_OF_PERSON, idsOf(write)) >= HOLDS_OF_PERSON ||
    !people.hasRoom('holds')
  if (isFull) return { refused: 'too_many' }
  const { text, replyTo, mentions } = content
  people.putHold({ id, room, user, cid, text, replyTo, mentions, rule, at })
  return { seq: 0, id: '', sentAt: at, duplicate: false, held: id, told: [{ type: 'queue', room }] }
}

/** The hold that a message approves; a refusal where it does not wait. */
export function approvedHold(people: DirectoryRows, { room, approves = '', sentAt }: EventWrite): HoldRecord | Refused {
  return waiting(people, room, approves, sentAt) ?? { refused: 'not_found' }
}

/** It ends with the message that it has become. */
export function approve(people: DirectoryRows, hold: HoldRecord, written: Written): Written {
  people.deleteHold(hold.id)
  return { ...written, told: ended(people, hold, 'approved') }
}
