import { z } from 'zod'
import { OPTION_INFO } from './option-kinds.ts'

/** Which rooms there are, and who makes them. */
export const ROOM_OPTIONS = {
  rooms: z.enum(['open', 'listed']).default('open').register(OPTION_INFO, {
    env: 'CHAT_ROOMS',
    value: 'NAME',
    help: 'open: any name is a room; listed: only those that were made',
    expects: 'open or listed',
  }),
  createRooms: z.enum(['user', 'admin', 'nobody']).default('user').register(OPTION_INFO, {
    env: 'CHAT_CREATE_ROOMS',
    value: 'NAME',
    help: 'who makes rooms: user (any account), admin or nobody',
    expects: 'user, admin or nobody',
  }),
  roomsFile: z.string().min(1).max(4_096).optional().register(OPTION_INFO, {
    env: 'CHAT_ROOMS_FILE',
    value: 'FILE',
    help: 'JSON file with rooms that are made, or set anew, at each start',
    expects: 'a file',
  }),
}
