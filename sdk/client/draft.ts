import type { ChatError } from '../lib/chat-error.ts'
import type { DeleteRequest, EditRequest, PinRequest, ReactRequest, SendRequest } from '../protocol/requests.ts'

/** Without what it is sent with: its room, its cid and the number of the request. */
type Wish<Request> = Request extends unknown ? Omit<Request, 'room' | 'cid' | 'ref'> : never

/** What changes a message that there is. */
export type ChangeRequest = Wish<EditRequest | DeleteRequest | ReactRequest | PinRequest>

/** What a draft asks of the server. */
export type DraftRequest = Wish<SendRequest> | ChangeRequest

export type DraftState =
  /** In the outbox: waiting for a connection, or for the acknowledgement. */
  | { status: 'pending' }
  /**
   * Acknowledged: the server holds it. `seq`: its place in the room's log; 0: a reaction that was so already. `id`: of the
   * message, or of the one that was changed. `sentAt`: when, by the server's clock.
   */
  | { status: 'sent'; seq: number; id: string; sentAt: number }
  /** The server has it, and it waits for a moderator; see `held` of the room's `info`. `at`: since when, by the server's clock. */
  | { status: 'held'; hold: string; at: number }
  /** Refused, and will not be tried again by itself. */
  | { status: 'failed'; error: ChatError }

/** A message or the change of one, on its way. The room's `draft` event tells each change of `state`. */
export interface Draft {
  readonly cid: string
  readonly room: string
  /** What it asks for. Of a reaction that waits it is the last wish. */
  readonly request: DraftRequest
  /** Of a message or an edit; else empty. */
  readonly text: string
  /** ms since the Unix epoch, by this machine's clock. */
  readonly createdAt: number
  /** The id of the user as whom it is sent; unknown before the first `connect`. */
  readonly user?: string | undefined
  /** Their name; a guest has another id after each login. */
  readonly name?: string | undefined
  readonly state: DraftState
  /** Resolves with `sent`, `held` or `failed`; never rejects. */
  readonly settled: Promise<DraftState>
  /**
   * Tries a failed draft again, under the same cid: without its quote when that was gone, in the place of `current` when
   * that was in conflict. Only messages and edits stay to be tried again; whatever else fails is gone.
   */
  retry(): void
  /** Removes a draft that is not sent; one already on the wire may still arrive. */
  discard(): void
}
