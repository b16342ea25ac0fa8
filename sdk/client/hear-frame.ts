import type { ChatError } from '../lib/chat-error.ts'
import type { ServerFrame } from '../protocol/events.ts'
import { type Requests, refused } from './requests.ts'
import type { Rooms } from './rooms.ts'

/** Takes what the server says to whom it concerns; `failed` is told of what answers nothing that is known. */
export function hearFrame(frame: ServerFrame, requests: Requests, rooms: Rooms, failed: (error: ChatError) => void) {
  switch (frame.type) {
    case 'ok':
      requests.settle(frame)
      return
    case 'error':
      if (!requests.settle(frame) && frame.ref === undefined) failed(refused(frame))
      return
    case 'disconnect':
      // the link has dealt with it
      return
    default:
      rooms.hear(frame)
  }
}
