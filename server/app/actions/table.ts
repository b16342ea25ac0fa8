import { type Action, refuseAction } from '../../../sdk/protocol/policy.ts'
import type { ClientFrame, ModerationRequest } from '../../../sdk/protocol/requests.ts'
import type { HubContext, Result } from '../hub-context.ts'
import { audit, messagesBy } from '../moderation/audit.ts'
import { held, resolve, withdraw } from '../moderation/held.ts'
import { lift } from '../moderation/lift.ts'
import { closeReport, report, reports } from '../moderation/report.ts'
import { sanction } from '../moderation/sanction.ts'
import { filters, setFilters } from '../moderation/set-filters.ts'
import type { Weight } from '../rates.ts'
import { refuseDenied } from '../refuse-denied.ts'
import type { RequestOf, RoomAction, RoomFrame, RoomRequest, RoomRequestType } from './action.ts'
import type { Actor } from './actor.ts'
import { changeRoom } from './change-room.ts'
import { changes } from './changes.ts'
import { deleteMessage } from './delete-message.ts'
import { editMessage } from './edit-message.ts'
import { history } from './history.ts'
import { invite } from './invite.ts'
import { markRead, markUnread } from './mark-read.ts'
import { members } from './members.ts'
import { pinMessage } from './pin-message.ts'
import { react } from './react.ts'
import { search } from './search.ts'
import { sendMessage } from './send-message.ts'
import { setRole } from './set-role.ts'
import { typing } from './typing.ts'
import { users } from './users.ts'
import type { Where } from './where.ts'

/** What is asked of a room, by whatever way. */
interface RoomOperation<K extends RoomRequestType> {
  /** What it takes of the rate of requests: more than 1 where the room log is read. */
  cost: number
  /** It writes an event: it has a rate of its own, its order in a room is kept, and it may start while others of its kind are on their way. */
  writes: boolean
  /** It is done without having joined, too. */
  unseated?: true
  /** What the policy has to allow. */
  action: Action | ((request: RequestOf<K>, actor: Actor) => Action)
  run: RoomAction<K>
}

export const READ = 4

/** Whoever has a place gives it up by themselves. */
function roleAction({ user, role }: RequestOf<'set_role'>, { identity }: Actor): Action {
  return user === identity.user.id && role === 'none' ? 'members' : 'set_role'
}

const moderate = { writes: false, unseated: true, action: 'moderate' } as const

const MODERATION: { readonly [K in Extract<RoomRequestType, ModerationRequest['type']>]: RoomOperation<K> } = {
  sanction: { cost: READ, ...moderate, run: sanction },
  lift: { cost: READ, ...moderate, run: lift },
  held: { cost: READ, ...moderate, run: held },
  resolve: { cost: READ, ...moderate, run: resolve },
  reports: { cost: READ, ...moderate, run: reports },
  close_report: { cost: READ, ...moderate, run: closeReport },
  audit: { cost: READ, ...moderate, run: audit },
  messages_by: { cost: 5 * READ, ...moderate, run: messagesBy },
  filters: { cost: READ, ...moderate, run: filters },
  // a thousand words take a while to be made ready
  set_filters: { cost: 30 * READ, ...moderate, run: setFilters },
  report: { cost: READ, writes: false, unseated: true, action: 'report', run: report },
  withdraw: { cost: READ, writes: false, unseated: true, action: 'read', run: withdraw },
}

const ROOM_OPERATIONS: { readonly [K in RoomRequestType]: RoomOperation<K> } = {
  send_message: {
    cost: 1,
    writes: true,
    action: ({ replyTo }) => (replyTo === undefined ? 'send' : 'reply'),
    run: sendMessage,
  },
  edit_message: { cost: 1, writes: true, action: 'edit', run: editMessage },
  delete_message: { cost: 1, writes: true, action: 'delete', run: deleteMessage },
  react: { cost: 1, writes: true, action: 'react', run: react },
  pin_message: { cost: 1, writes: true, action: 'pin', run: pinMessage },
  history: { cost: READ, writes: false, action: 'read', run: history },
  changes: { cost: READ, writes: false, action: 'read', run: changes },
  search: { cost: 5 * READ, writes: false, action: 'search', run: search },
  users: { cost: READ, writes: false, action: 'read', run: users },
  typing: { cost: 1, writes: false, action: 'typing', run: typing },
  change_room: {
    cost: 1,
    writes: true,
    unseated: true,
    action: ({ title }) => (title === undefined ? 'change' : 'rename'),
    run: changeRoom,
  },
  set_role: { cost: READ, writes: false, unseated: true, action: roleAction, run: setRole },
  invite: { cost: READ, writes: false, unseated: true, action: 'invite', run: invite },
  members: { cost: 3 * READ, writes: false, unseated: true, action: 'members', run: members },
  mark_read: { cost: 1, writes: false, unseated: true, action: 'read', run: markRead },
  mark_unread: { cost: 1, writes: false, unseated: true, action: 'read', run: markUnread },
  ...MODERATION,
}

export function isOfRoom(request: ClientFrame): request is RoomFrame {
  return request.type in ROOM_OPERATIONS
}

/** Only who has joined may ask it over a socket. */
export function isForJoined({ type }: RoomRequest): boolean {
  return !ROOM_OPERATIONS[type].unseated
}

/** Its answer shows what is in the room. */
export function isReading({ type }: RoomRequest): boolean {
  const { action } = ROOM_OPERATIONS[type]
  return action === 'read' || action === 'search' || action === 'members' || action === 'moderate'
}

/** What of it the rates have to know. */
export function weighOfRoom({ type }: Pick<RoomRequest, 'type'>): Weight {
  return ROOM_OPERATIONS[type]
}

/** All that is done in a room goes through here, by whatever way it is asked: the one place where it is decided whether it may. */
export function perform(hub: HubContext, actor: Actor, where: Where, request: RoomRequest): Result | Promise<Result> {
  const operation = ROOM_OPERATIONS[request.type] as RoomOperation<RoomRequestType>
  const { standing, place } = where
  const action = typeof operation.action === 'string' ? operation.action : operation.action(request, actor)
  const denied = refuseAction(standing, action, place, hub.timeOfDay())
  if (denied !== undefined) return { ok: false, refusal: refuseDenied(denied, hub.timeOfDay()) }
  return operation.run(hub, actor, request, where)
}
