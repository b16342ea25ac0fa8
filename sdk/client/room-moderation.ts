import type { Moderation } from './moderation-types.ts'
import type { RoomHost } from './room-host.ts'

/** Asks the server to keep order. */
export function roomModeration({ requests, cid }: RoomHost): Moderation {
  return {
    sanction: (room, what) => requests.promise<'sanction'>({ type: 'sanction', room, cid: cid(), ...what }),
    async lift(room, user, kind, everywhere) {
      await requests.promise<'lift'>({ type: 'lift', room, cid: cid(), user, kind, everywhere })
    },
    report: async (room, messageId, category, note) =>
      (await requests.promise<'report'>({ type: 'report', room, messageId, category, note })).report,
    async appeal(room, kind, note) {
      await requests.promise<'appeal'>({ type: 'appeal', room, kind, note })
    },
    async withdraw(room, hold) {
      await requests.promise<'withdraw'>({ type: 'withdraw', room, hold })
    },
    reports: (room, after) => requests.promise<'reports'>({ type: 'reports', room, after }),
    async closeReport(room, report, note) {
      await requests.promise<'close_report'>({ type: 'close_report', room, report, note })
    },
    held: (room, after) => requests.promise<'held'>({ type: 'held', room, after }),
    async resolve(room, hold, approve) {
      await requests.promise<'resolve'>({ type: 'resolve', room, hold, approve })
    },
    filters: room => requests.promise<'filters'>({ type: 'filters', room }),
    async setFilters(room, filters) {
      await requests.promise<'set_filters'>({ type: 'set_filters', room, cid: cid(), filters })
    },
    audit: (room, after) => requests.promise<'audit'>({ type: 'audit', room, after }),
    messagesBy: (room, user, before) => requests.promise<'messages_by'>({ type: 'messages_by', room, user, before }),
  }
}
