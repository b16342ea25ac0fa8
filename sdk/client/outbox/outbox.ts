import { delay } from '../../lib/backoff.ts'
import type { ChatError } from '../../lib/chat-error.ts'
import type { User } from '../../protocol/records.ts'
import type { SendReply } from '../../protocol/replies.ts'
import { isForeign } from '../person.ts'
import type { Result } from '../requests.ts'
import type { RoomHost } from '../room-host.ts'
import type { Draft } from '../types.ts'
import { checkText } from './check-text.ts'
import { DraftEntry, type DraftFields, type DraftPlace, type OutboxEvents, type Settled } from './draft-entry.ts'
import { discarded, recalled, sessionOver, tooMany, uncertain } from './draft-errors.ts'
import { type DraftRecall, draftRecall, type Landed } from './draft-recall.ts'
import { draftWriter } from './draft-writer.ts'
import { nextBatch } from './next-batch.ts'

/** Drafts that are not sent yet, of one room. */
const MOST = 500
/** Drafts of one batch; the next one goes when all of it is answered, so refusals never change the order. */
const BATCH = 16

/** One room's drafts, in order, until each is acknowledged, refused or discarded. */
export class Outbox {
  readonly #room: string
  readonly #host: RoomHost
  readonly #events: OutboxEvents
  /** Told of what has to be stored. */
  readonly #note: (draft: DraftEntry) => void
  /** What is stored of this room. */
  readonly recall: DraftRecall
  #drafts = new Map<string, DraftEntry>()
  /** What is on the wire; undefined while the room is not joined. */
  #flying: Set<string> | undefined
  #cancelHold: (() => void) | undefined
  #tries = 0
  #holdMs = 0
  /** Slow start: 1 after a retryable refusal, doubled after each success. */
  #batchSize = BATCH

  constructor(room: string, host: RoomHost, events: OutboxEvents) {
    this.#room = room
    this.#host = host
    this.#events = events
    this.#note = draftWriter(host)
    this.recall = draftRecall(room, host, this.#adopt.bind(this), this.#flush.bind(this))
  }

  get drafts(): readonly DraftEntry[] {
    return [...this.#drafts.values()]
  }

  add(input: string): Draft {
    const { server, limits, clock } = this.#host
    const [room, cid] = [this.#room, this.#host.cid()]
    const { text, bytes } = checkText(room, cid, input, limits)
    if (this.#drafts.size >= MOST) throw tooMany()
    const draft = this.#entry({ server, room, cid, text, bytes, createdAt: clock.now(), ...this.#next() })
    this.#drafts.set(cid, draft)
    this.#changed(draft)
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

  /** A message was seen: the draft that it was is sent. */
  land(message: Landed): void {
    const draft = this.#drafts.get(message.cid)
    if (draft?.user === message.user.id) this.#confirm(draft, message)
    this.recall.see(message)
  }

  /** Fails the pending drafts of everybody but `owner`. */
  belong(owner: User | undefined, error = sessionOver()): void {
    for (const draft of this.drafts) {
      if (owner && draft.user === undefined) {
        Object.assign(draft, { user: owner.id, name: owner.name })
        this.#note(draft)
      }
      if (draft.state.status === 'pending' && (!owner || draft.user !== owner.id))
        this.#settle(draft, { status: 'failed', error })
    }
  }

  /** Fails them all, without a word to the store. */
  end(error: ChatError): void {
    this.recall.reset()
    this.belong(undefined, error)
  }

  /** Discards all but those of other persons. */
  clear(owner: User | undefined): void {
    this.recall.reset()
    for (const draft of this.drafts) if (!isForeign(draft, owner)) this.#discard(draft)
  }

  #retry(draft: DraftEntry): void {
    if (draft.state.status !== 'failed' || draft.gone) return
    draft.reopen(this.#next())
    this.#drafts.delete(draft.cid)
    this.#drafts.set(draft.cid, draft)
    this.#changed(draft)
    this.#flush()
  }

  #discard(draft: DraftEntry): void {
    if (!this.#drop(draft)) return
    if (draft.state.status === 'pending') draft.settle({ status: 'failed', error: discarded() })
    this.#events.discarded(draft)
  }

  #confirm(draft: DraftEntry, { seq, id, sentAt }: Pick<Landed, 'seq' | 'id' | 'sentAt'>): void {
    if (this.#drop(draft)) this.#settle(draft, { status: 'sent', seq, id, sentAt })
  }

  #settle(draft: DraftEntry, state: Settled): void {
    draft.settle(state)
    this.#events.changed(draft)
  }

  /** False: it has gone already. */
  #drop(draft: DraftEntry): boolean {
    if (draft.gone) return false
    this.#drafts.delete(draft.cid)
    draft.gone = true
    this.#note(draft)
    return true
  }

  #changed(draft: DraftEntry): void {
    this.#events.changed(draft)
    this.#note(draft)
  }

  /** As who is logged in now, behind all others. */
  #next(): DraftPlace {
    const { user } = this.#host
    return { user: user?.id, name: user?.name, order: this.#end() }
  }

  /** Behind all others. */
  #end(): number {
    const last = this.drafts.at(-1)?.order ?? 0
    return Math.max(last + 1, this.#host.clock.now())
  }

  #entry(fields: DraftFields): DraftEntry {
    return new DraftEntry(fields, { retry: entry => this.#retry(entry), discard: entry => this.#discard(entry) })
  }

  /** Takes over stored drafts, in their order, before its own; those of another user are not sent unasked. */
  #adopt(found: readonly DraftFields[], landed: readonly Landed[]): void {
    const me = this.#host.user?.id
    const adopted = found
      .filter(({ cid }) => !this.#drafts.has(cid))
      .sort((a, b) => a.order - b.order)
      .map(fields => this.#entry(fields))
    for (const draft of adopted) {
      const error = recalled(draft, me)
      if (error) draft.settle({ status: 'failed', error })
    }
    const own = this.drafts
    this.#drafts = new Map(adopted.map(draft => [draft.cid, draft]))
    for (const draft of own) {
      // The clock may have stood still, or gone back
      draft.order = this.#end()
      this.#drafts.set(draft.cid, draft)
      this.#note(draft)
    }
    for (const draft of adopted) this.#events.changed(draft)
    for (const message of landed) this.land(message)
    this.#flush()
  }

  #flush(): void {
    const flying = this.#flying
    if (!flying || flying.size > 0 || this.recall.waiting() || this.#cancelHold || this.#holdMs > 0) return
    const { clock, limits, welcomed } = this.#host
    const batch = nextBatch(this.#ready(welcomed.server), this.#batchSize, limits)
    if (batch.length === 0) return
    const now = welcomed.server + Math.max(0, clock.now() - welcomed.here)
    for (const draft of batch) {
      flying.add(draft.cid)
      if (draft.firstTriedAt !== undefined) continue
      draft.firstTriedAt = now
      this.#note(draft)
    }
    this.#host.requests.callAll<'send_message'>(
      batch.map(draft => ({
        ask: { type: 'send_message', room: this.#room, cid: draft.cid, text: draft.text },
        done: result => {
          if (this.#flying !== flying || !flying.delete(draft.cid)) return
          this.#answered(draft, result)
          if (flying.size > 0) return
          if (this.#holdMs > 0) this.#wait()
          else {
            this.#batchSize = Math.min(BATCH, 2 * this.#batchSize)
            this.#flush()
          }
        },
      })),
    )
  }

  /** What can be sent; what was tried too long before this connection is asked about. All by the server's clock. */
  #ready(began: number): DraftEntry[] {
    return this.drafts.filter(draft => {
      if (draft.state.status !== 'pending') return false
      if (began - (draft.firstTriedAt ?? began) <= this.#host.limits.dedupeMs) return true
      this.#settle(draft, { status: 'failed', error: uncertain() })
      return false
    })
  }

  #answered(draft: DraftEntry, result: Result<SendReply>): void {
    if (result.ok) {
      this.#tries = 0
      this.#confirm(draft, result.value)
    } else if (result.error.retryable) {
      const { retryAfterMs = delay(this.#tries + 1, this.#host.random()) } = result.error
      this.#holdMs = Math.max(this.#holdMs, retryAfterMs, 1)
    } else if (!draft.gone && draft.state.status === 'pending') {
      const { code, message } = result.error
      draft.error = { code, message }
      this.#note(draft)
      this.#settle(draft, { status: 'failed', error: result.error })
    }
  }

  #wait(): void {
    this.#tries++
    this.#batchSize = 1
    this.#cancelHold = this.#host.clock.after(this.#holdMs, () => {
      this.#cancelHold = undefined
      this.#holdMs = 0
      this.#flush()
    })
  }
}
