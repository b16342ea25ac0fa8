import type { DraftRequest } from '../../sdk/client/draft.ts'

/** What people asked for, and what they were told about it. Every text is written once. */
export interface Posted {
  readonly cid: string
  readonly room: string
  readonly userId: string
  readonly tab: string
  /** When it was asked for. Virtual time. */
  readonly at: number
  /** Of a reaction that waits: the last wish. */
  request: DraftRequest
  /** What the server said of it, and to which tab. `id`: of the message. */
  ack?: { seq: number; id: string; tab: string }
  /** It waits for a moderator, under this id. */
  held?: string
  /** The server has refused it for good. */
  refused: boolean
  /** Its author has tried it again. */
  retried: boolean
  /** Nobody waits for it any more: it may be stored or not. */
  dropped: boolean
}

/** One wish of somebody about a reaction. */
export interface Wish {
  on: boolean
  tab: string
  posted: Posted
}

export class Ledger {
  readonly #byCid = new Map<string, Posted>()
  readonly #byText = new Map<string, Posted>()
  /** By room, user, message and emoji, in the order in which they were wished. */
  readonly wishes = new Map<string, Wish[]>()

  get posted(): Iterable<Posted> {
    return this.#byCid.values()
  }

  add(post: Omit<Posted, 'ack' | 'held' | 'refused' | 'retried' | 'dropped'>): void {
    // a wish may go with one that waits
    const posted = this.#byCid.get(post.cid) ?? { ...post, refused: false, retried: false, dropped: false }
    const { request } = Object.assign(posted, { request: post.request })
    this.#byCid.set(post.cid, posted)
    if ('text' in request) this.#byText.set(request.text, posted)
    if (request.type !== 'react') return
    const key = JSON.stringify([post.room, post.userId, request.messageId, request.emoji])
    this.wishes.set(key, [...(this.wishes.get(key) ?? []), { on: request.on, tab: post.tab, posted }])
  }

  byCid(cid: string): Posted | undefined {
    return this.#byCid.get(cid)
  }

  /** Of a message, or of an edit. */
  byText(text: string): Posted | undefined {
    return this.#byText.get(text)
  }
}
