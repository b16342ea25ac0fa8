import type { Emitter } from '../lib/emitter.ts'
import type { ReadEvent, ServerFrame } from '../protocol/events.ts'
import { type Requests, refused } from './requests.ts'
import { CLIENT_EVENTS, type RoomEvent } from './room-events.ts'
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
    default:
      if (frame.type in CLIENT_EVENTS) events.emit(frame.type as 'read', frame as ReadEvent)
      rooms.hear(frame as RoomEvent)
  }
}
