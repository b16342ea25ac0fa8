import type { ChatError } from '../../lib/chat-error.ts'
import type { DraftRequest } from '../draft.ts'

/** A draft as it is kept over a reload: plain data. Times are ms since the Unix epoch. */
export interface StoredDraft {
  /** The server's address, without a slash at its end. */
  server: string
  room: string
  /** Its id; with server and room, its key in the store. */
  cid: string
  /** The id of the user as whom it is sent. */
  user: string
  /** Their name; a guest has another id after each login. */
  name?: string | undefined
  /** Of a message; empty for the change of one, which earlier versions would send as a message. */
  text: string
  /** What it asks for; undefined: it is a message that is no more than its text. */
  request?: DraftRequest | undefined
  createdAt: number
  /** When it went on the wire first, by the server's clock; a server knows its cid for `limits.dedupeMs` at least. */
  firstTriedAt?: number | undefined
  /** The drafts of a room go in this order. */
  order: number
  /** Refused for good; it is not sent again unasked. */
  error?: Pick<ChatError, 'code' | 'message' | 'replyTo'> | undefined
}

/** One room of one server; with `user`, only what is sent as that user. */
export interface DraftScope {
  server: string
  room: string
  user?: string | undefined
}

/**
 * Keeps drafts over the client's life; one object serves one client. What rejects or never answers costs no message
 * while the client lives. Drafts are sent while they are stored, and removed only when they were acknowledged, seen or
 * discarded, so a crash between the two loses no more than what is written in that moment.
 */
export interface DraftStore {
  /**
   * Resolves with the drafts that no other living client holds; from now on this one holds them. What this client holds
   * already is among them: its room may have been released, and opened again.
   */
  take(scope: DraftScope): Promise<readonly StoredDraft[]>
  /** Adds it, or replaces the one of the same key. */
  put(draft: StoredDraft): Promise<void>
  remove(draft: Pick<StoredDraft, 'server' | 'room' | 'cid'>): Promise<void>
  /** Removes everything of this user, whoever holds it. */
  clear(owner: Pick<StoredDraft, 'server' | 'user'>): Promise<void>
  /** Calls when another client has ended and may have left drafts. Returns what ends this client's hold on its own. */
  hold?(left: () => void): () => void
}
