import type { Emitter } from '../lib/emitter.ts'
import type { ActivityEvent, InvitedEvent, ServerFrame } from '../protocol/events.ts'
import { type Requests, refused } from './requests.ts'
import type { Rooms } from './rooms.ts'
import type { ClientEvents } from './types.ts'

/** Takes what the server says to whom it concerns; an error is what answers nothing that is known. */
export function hearFrame(frame: ServerFrame, requests: Requests, rooms: Rooms, events: Emitter<ClientEvents>) {
  switch (frame.type) {
    case 'ok':
      requests.settle(frame)
      return
    case 'error':
      if (!requests.settle(frame) && frame.ref === undefined) events.emit('error', refused(frame))
      return
    case 'disconnect':
      // the link has dealt with it
      return
    case 'activity':
    case 'invited':
      events.emit(frame.type, frame as ActivityEvent & InvitedEvent)
      return
    case 'read':
      events.emit('read', frame)
      rooms.hear(frame)
      return
    default:
      rooms.hear(frame)
  }
}
