import type { ServerEvent } from '../protocol/events.ts'

/** What the server says of one room. */
export type RoomEvent = Exclude<ServerEvent, { type: 'head' | 'disconnect' }>

const LOG = { page: 0, event: 0, message: 0, changed: 0, pins: 0, gap: 0 }

/** What a room tells, by name. */
export const ROOM_EVENTS = { state: 0, ...LOG, draft: 0, discarded: 0, members: 0, typing: 0, rights: 0 }
