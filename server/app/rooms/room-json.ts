import type { RemovedEvent, ResyncEvent } from '../../../sdk/protocol/events.ts'
import type { Denied } from '../../../sdk/protocol/policy.ts'
import type { Position, User } from '../../../sdk/protocol/records.ts'

/** How far a room has come. */
export function headJson(room: string, seq: number): string {
  return `{"type":"head","rooms":{"${room}":${seq}}}`
}

/** The place of an event that a later one in the same flush says all of. */
export function skippedJson(room: string, seq: number): string {
  return `{"type":"skipped","room":"${room}","seq":${seq}}`
}

export function resyncJson(room: string, head: Position): string {
  return JSON.stringify({ type: 'resync', room, ...head } satisfies ResyncEvent)
}

/** Whoever may no longer read is in the room no longer. */
export function removedJson(room: string, denied: Denied): string {
  const event: RemovedEvent =
    denied.code === 'banned'
      ? { type: 'removed', room, code: denied.kicked ? 'kicked' : 'banned', reason: denied.reason }
      : { type: 'removed', room, code: 'rights' }
  return JSON.stringify(event)
}

/** `rights`: the inside of an object. */
export function rightsJson(room: string, rights: string): string {
  return `{"type":"rights","room":"${room}",${rights}}`
}

/** `snapshot`: an object. */
export function membersJson(room: string, snapshot: string): string {
  return `{"type":"update_user_list","room":"${room}",${snapshot.slice(1)}`
}

export function typingJson(room: string, user: User, active: boolean): string {
  return JSON.stringify({ type: 'typing', room, user, active })
}
