import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import type { ClientFrame, RequestType } from '../../sdk/protocol/requests.ts'
import { refusal } from '../core/refusal.ts'
import { LogFull, LogUnavailable } from '../ports/room-log.ts'
import type { AskedFor, ConnectedThere } from '../ports/user-bus.ts'
import type { Actor } from './actions/actor.ts'
import type { Backlog } from './backlog.ts'
import type { ByUser } from './by-user.ts'
import type { FromLog } from './from-log.ts'
import type { HubDeps } from './hub-deps.ts'
import type { Identity, SessionSocket } from './identity/authenticator.ts'
import type { GuestSanctions } from './moderation/guest-sanctions.ts'
import type { Cleaning, LettingIn } from './moderation/letting-in.ts'
import type { SanctionEnds } from './moderation/sanction-ends.ts'
import type { Online } from './online.ts'
import type { Rates } from './rates.ts'
import type { ReadPositions } from './reading/read-positions.ts'
import type { Reads } from './reads.ts'
import type { Member } from './rooms/member.ts'
import type { Rooms } from './rooms/rooms.ts'
import type { Seat } from './rooms/seat.ts'
import type { Sharer } from './shared-rate.ts'
import type { SlowMode } from './slow-mode.ts'

/** What accounts are in the rooms that they have joined, as the directory says. */
export interface Rights {
  /** It may be something else by now. */
  ask(user: string, room: string): void
  /** Resolves when it is as the directory says. */
  quiet(user: string): Promise<void>
}

/** Tells people how far they have read. */
export interface ReadTeller {
  /** It is another place than before. */
  marked(identity: Identity, room: string): void
}

/** What the connections of a hub share. */
export interface HubContext extends Omit<HubDeps, 'rates'> {
  /** For people; `clock` is for durations. ms since the Unix epoch. */
  readonly timeOfDay: () => number
  readonly rates: Rates
  readonly reads: Reads
  readonly backlog: Backlog
  readonly rooms: Rooms
  /** Connections by user id. */
  readonly users: ByUser<Active>
  readonly online: Online<Active>
  readonly rights: Rights
  /** The connections that somebody has to other nodes; left out: there are none. */
  readonly elsewhere?: ((asked: AskedFor) => Promise<readonly ConnectedThere[]>) | undefined
  /** What was laid on guests. */
  readonly guests: GuestSanctions
  /** When what was laid on those who are here ends. */
  readonly ends: SanctionEnds
  readonly holds: LettingIn
  readonly cleaner: Cleaning
  readonly listed: boolean
  readonly slow: SlowMode
  readonly positions: ReadPositions
  readonly tellRead: ReadTeller
  readonly draining: () => boolean
}

/** A connection that has said `connect`. */
export interface Active extends Actor {
  readonly kind: 'active'
  /** Both change when somebody says anew who they are. */
  identity: Identity
  member: Member
  /** A list, since most are in one room or a few, and a Map for each takes more memory. */
  joined: readonly Seat[]
  /** Its `connect` is answered: before, nothing is told. */
  greeted: boolean
  /** Who pays for what it reads. */
  readonly sharer: Sharer & SessionSocket
  detach: () => void
}

/** What came of a request. `fields`: encoded, without braces. `now`: what is told after it goes on from it, so that it must leave in this turn. */
export type Result =
  | { ok: true; fields: string; now?: true | undefined }
  | { ok: false; refusal: Refusal; now?: undefined }

/** The answer to a request on a socket. `close` follows it. */
export type Outcome = Result & { close?: { code: number; reason: string } | undefined }

/** Called in the turn in which the answer is sent; `open` is false when the connection has gone in the meantime. */
export type Later = (open: boolean) => Outcome

/** `Later` where the answer and what it begins belong in one turn. */
export type Answer = Outcome | Promise<Outcome | Later>

export type FrameOf<K extends RequestType> = Extract<ClientFrame, { type: K }>
export type Handler<K extends RequestType> = (hub: HubContext, active: Active, request: FrameOf<K>) => Answer

export function ok(fields: object = {}, now?: true): Result {
  return { ok: true, fields: JSON.stringify(fields).slice(1, -1), now }
}

export function refuse(...[code, message, retryAfterMs]: Parameters<typeof refusal>): Result {
  return { ok: false, refusal: refusal(code, message, retryAfterMs) }
}

/** Whatever the room log throws becomes `unavailable`. */
export async function fromLog<T>(hub: HubContext, call: () => Promise<T>): Promise<FromLog<T>> {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    return { ok: false, refusal: logRefusal(hub, error) }
  }
}

const FULL = 'The server has no room for more messages at the moment. What is there can be read. Try again later.'

export function logRefusal({ logger }: HubContext, error: unknown): Refusal {
  if (error instanceof LogFull) return refusal('unavailable', FULL, 2_000)
  if (!(error instanceof LogUnavailable)) logger.error({ err: error }, 'the room log failed')
  return refusal('unavailable', 'The store does not answer at the moment. Try again soon.', 1_000)
}
