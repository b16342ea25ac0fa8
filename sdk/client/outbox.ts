import { delay } from '../lib/backoff.ts'
import { ChatError } from '../lib/chat-error.ts'
import type { SendReply } from '../protocol/replies.ts'
import { checkText } from './check-text.ts'
import { DraftEntry, type Sent } from './draft-entry.ts'
import type { Result } from './requests.ts'
import type { RoomHost } from './room-host.ts'
import type { Draft } from './types.ts'

export interface OutboxEvents {
  changed(draft: Draft): void
  discarded(draft: Draft): void
}

/** Drafts that are not sent yet, of one room. */
const MOST = 500
/** Drafts of one batch; the next one goes when all of it is answered, so refusals never change the order. */
const BATCH = 16

/** One room's drafts, in order, until each is acknowledged, refused or discarded. */
export class Outbox {
  readonly #room: string
  readonly #host: RoomHost
  readonly #events: OutboxEvents
  readonly #drafts = new Map<string, DraftEntry>()
  /** What is on the wire; undefined while the room is not joined. */
  #flying: Set<string> | undefined
  #cancelHold: (() => void) | undefined
  #tries = 0
  #holdMs = 0
  /** Drafts of the next batch; a refusal for now begins again with one. */
  #most = BATCH

  constructor(room: string, host: RoomHost, events: OutboxEvents) {
    this.#room = room
    this.#host = host
    this.#events = events
  }

  get drafts(): readonly Draft[] {
    return [...this.#drafts.values()]
  }

  add(input: string): Draft {
    const { limits, user, clock } = this.#host
    const cid = this.#host.cid()
    const { text, bytes } = checkText(this.#room, cid, input, limits)
    if (this.#drafts.size >= MOST) {
      throw new ChatError('too_large', 'Too many messages wait to be sent.', { retryable: true })
    }
    const draft = new DraftEntry(
      { cid, room: this.#room, text, bytes, createdAt: clock.now(), owner: user?.id },
      {
        retry: entry => this.#retry(entry),
        discard: entry => this.#discard(entry),
      },
    )
    this.#drafts.set(cid, draft)
    this.#events.changed(draft)
    this.#flush()
    return draft
  }

  /** The room is joined: sends what waits. */
  open(): void {
    this.#flying ??= new Set()
    this.#flush()
  }

  /** The room is not joined any more: what is on the wire waits to be sent again. */
  hold(): void {
    this.#flying = undefined
    this.#cancelHold?.()
    this.#cancelHold = undefined
    this.#holdMs = 0
  }

  /** An own message was seen: a draft of this cid is sent. */
  confirm(cid: string, { seq, id, sentAt }: Pick<Sent, 'seq' | 'id' | 'sentAt'>): void {
    const draft = this.#drafts.get(cid)
    if (!draft) return
    this.#drafts.delete(cid)
    draft.settle({ status: 'sent', seq, id, sentAt })
    this.#events.changed(draft)
  }

  /** Fails the pending drafts of everybody but `owner`. */
  belong(owner: string | undefined, error: ChatError): void {
    for (const draft of this.#drafts.values()) {
      if (owner !== undefined) draft.owner ??= owner
      if (draft.state.status === 'pending' && (owner === undefined || draft.owner !== owner)) this.#fail(draft, error)
    }
  }

  #retry(draft: DraftEntry): void {
    if (draft.state.status !== 'failed' || this.#drafts.get(draft.cid) !== draft) return
    draft.reopen(this.#host.user?.id)
    this.#drafts.delete(draft.cid)
    this.#drafts.set(draft.cid, draft)
    this.#events.changed(draft)
    this.#flush()
  }

  #discard(draft: DraftEntry): void {
    if (!this.#drafts.delete(draft.cid)) return
    draft.settle({ status: 'failed', error: new ChatError('closed', 'The message was discarded.') })
    this.#events.discarded(draft)
  }

  #fail(draft: DraftEntry, error: ChatError): void {
    draft.settle({ status: 'failed', error })
    this.#events.changed(draft)
  }

  #flush(): void {
    const flying = this.#flying
    if (!flying || flying.size > 0 || this.#cancelHold || this.#holdMs > 0) return
    const batch = this.#next()
    for (const { cid } of batch) flying.add(cid)
    if (batch.length === 0) return
    this.#host.requests.callAll<'send_message'>(
      batch.map(draft => ({
        ask: { type: 'send_message', room: this.#room, cid: draft.cid, text: draft.text },
        done: result => {
          if (this.#flying !== flying || !flying.delete(draft.cid)) return
          this.#answered(draft, result)
          if (flying.size > 0) return
          if (this.#holdMs > 0) this.#wait()
          else {
            this.#most = Math.min(BATCH, 2 * this.#most)
            this.#flush()
          }
        },
      })),
    )
  }

  #next(): DraftEntry[] {
    const { clock, limits } = this.#host
    const batch: DraftEntry[] = []
    let bytes = 2
    for (const draft of [...this.#drafts.values()]) {
      if (draft.state.status !== 'pending') continue
      const now = clock.now()
      if (now - (draft.firstTriedAt ?? now) > limits.dedupeMs) {
        this.#fail(
          draft,
          new ChatError('timeout', 'It is not known whether this was sent. Look before you send it again.'),
        )
        continue
      }
      bytes += draft.bytes + 1
      if (batch.length > 0 && bytes > limits.frameBytes) break
      draft.firstTriedAt ??= now
      if (batch.push(draft) >= Math.min(this.#most, limits.batch)) break
    }
    return batch
  }

  #answered(draft: DraftEntry, result: Result<SendReply>): void {
    if (result.ok) {
      this.#tries = 0
      this.confirm(draft.cid, result.value)
    } else if (result.error.retryable) {
      const { retryAfterMs = delay(this.#tries + 1, this.#host.random()) } = result.error
      this.#holdMs = Math.max(this.#holdMs, retryAfterMs, 1)
    } else if (this.#drafts.get(draft.cid) === draft && draft.state.status === 'pending') {
      this.#fail(draft, result.error)
    }
  }

  #wait(): void {
    this.#tries++
    this.#most = 1
    this.#cancelHold = this.#host.clock.after(this.#holdMs, () => {
      this.#cancelHold = undefined
      this.#holdMs = 0
      this.#flush()
    })
  }
}
