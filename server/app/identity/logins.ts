import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { Login, User } from '../../../sdk/protocol/records.ts'
import { refusal } from '../../core/refusal.ts'
import type { Authenticator } from './authenticator.ts'
import type { MaybePromise } from './maybe-promise.ts'
import type { SessionRecord } from './session-record.ts'

/** `kept`: whether it will outlive this process; if not, the session is over again. */
export type LoginResult = { ok: true; login: Login; kept: Promise<boolean> } | { ok: false; refusal: Refusal }

export const OVER = refusal('unauthorized', 'Your session is over. Log in again.')
export const TAKEN_SINCE = refusal(
  'username_taken',
  'Someone else has taken this name since. Log in with another name.',
)

/** How long a guest's login counts beside the account that they have become. */
export const SOON_MS = 30_000
/** Logins of one account at once; one more ends the longest unused. */
export const DEVICES = 50

/**
 * The logins of a server: of one process (`Sessions`), which knows them all, or of many nodes (`SharedSessions`), where each has to
 * ask. What has to be asked may reject with LogUnavailable; whether an end is kept is an answer.
 */
export interface Logins extends Authenticator {
  /** No session lasts longer. ms. */
  readonly longestMs: number
  /** A guest session with a user id of its own. */
  login(username: string): MaybePromise<LoginResult>
  /** A login of an account, of which it has as many as it has devices. */
  open(user: User): MaybePromise<LoginResult>
  /** That of a token, if it is not over. */
  find(token: string): MaybePromise<SessionRecord | undefined>
  /** The logins of an account, the longest unused first. */
  of(userId: string): MaybePromise<readonly SessionRecord[]>
  /** Ends a session and its sockets and frees its name; undefined if there was none, else whether its end is kept. */
  logout(token: string): MaybePromise<boolean | undefined>
  /** Ends it and its sockets, also once more; whether that is kept. */
  endOne(record: SessionRecord): Promise<boolean>
  /** Ends some with their sockets, at once; whether that is kept. */
  endEach(records: readonly SessionRecord[]): Promise<boolean>
  /** Ends all logins of some users; whether that is kept. */
  endOf(userIds: ReadonlySet<string>): Promise<boolean>
  /** A guest who has an account now: its page has this long to go on as that. */
  endSoon(record: SessionRecord): void
  /** Somebody else than this guest has the name at the moment, or one that looks like it. */
  isNameHeld(keys: readonly string[], by: SessionRecord | undefined): MaybePromise<boolean>
  /** Guests who hold such a name have it no longer, but those that are spared: it is an account's now. */
  freeName(keys: readonly string[], isSpared: (userId: string) => boolean): MaybePromise<void>
  /** It has a socket, or may have one that is not known here. */
  mayBeInUse(record: SessionRecord): boolean
  /** ms since the Unix epoch. */
  times(record: SessionRecord): { createdAt: number; usedAt: number }
}
