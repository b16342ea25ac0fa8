import { z } from 'zod'
import { listOf, OPTION_INFO } from './option-kinds.ts'

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
  owners: listOf(text => (/^a:[!-~]{1,62}$/.test(text) ? text : undefined))
    .default([])
    .register(OPTION_INFO, {
      env: 'CHAT_OWNERS',
      value: 'A,B',
      help: 'accounts that own every open and announce room',
      expects: 'ids of accounts, which begin with a:, separated by commas',
    }),
  filters: z.string().min(1).max(4_096).optional().register(OPTION_INFO, {
    env: 'CHAT_FILTERS',
    value: 'FILE',
    help: 'JSON file that says what is let into no room',
    expects: 'a file',
  }),
  roomsFile: z.string().min(1).max(4_096).optional().register(OPTION_INFO, {
    env: 'CHAT_ROOMS_FILE',
    value: 'FILE',
    help: 'JSON file with rooms that are made, or set anew, at each start',
    expects: 'a file',
  }),
}
