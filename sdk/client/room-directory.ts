import type { RoomDirectory } from './directory-types.ts'
import { ReadMarks } from './read-marks.ts'
import { Recount } from './recount.ts'
import type { RoomHost } from './room-host.ts'

/** Asks the server about rooms and people. */
export function roomDirectory(host: RoomHost): RoomDirectory {
  const { requests } = host
  const marks = new ReadMarks(host)
  const counts = new Recount(host)
  return {
    rooms: ({ after, limit } = {}) => requests.promise<'rooms'>({ type: 'rooms', after, limit }),
    create: async room =>
      (await requests.promise<'create_room'>({ type: 'create_room', cid: host.cid(), ...room })).room,
    async change(room, changes) {
      await requests.promise<'change_room'>({ type: 'change_room', cid: host.cid(), room, ...changes })
    },
    openDirect: async user => (await requests.promise<'open_direct'>({ type: 'open_direct', user })).room,
    async invite(room, user) {
      await requests.promise<'invite'>({ type: 'invite', room, user })
    },
    async answer(room, accept) {
      await requests.promise<'accept'>({ type: 'accept', room, on: accept })
    },
    async setRole(room, user, role) {
      await requests.promise<'set_role'>({ type: 'set_role', cid: host.cid(), room, user, role })
    },
    members: (room, after) => requests.promise<'members'>({ type: 'members', room, after }),
    markRead: (room, upTo, epoch) => marks.add(room, upTo, epoch),
    async markUnread(room, upTo) {
      marks.forget(room)
      await requests.promise<'mark_unread'>({ type: 'mark_unread', room, upTo })
    },
    recount: room => counts.ask(room),
    async block(user, on) {
      await requests.promise<'block'>({ type: 'block', user, on })
    },
    blocks: async () => (await requests.promise<'blocks'>({ type: 'blocks' })).users,
  }
}
