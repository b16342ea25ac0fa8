import type { ChatError } from '../../lib/chat-error.ts'
import type { User } from '../../protocol/records.ts'
import type { Replies } from '../../protocol/replies.ts'
import type { Draft, DraftRequest } from '../draft.ts'
import { isForeign } from '../person.ts'
import type { Result } from '../requests.ts'
import type { RoomHost } from '../room-host.ts'
import { serverNow } from '../server-now.ts'
import { DraftEntry, type DraftFields, type DraftPlace, type OutboxEvents, type Settled } from './draft-entry.ts'
import { discarded, recalled, sessionOver, tooMany, uncertain } from './draft-errors.ts'
import { type DraftRecall, draftRecall, type Landed } from './draft-recall.ts'
import { checkRequest } from './draft-request.ts'
import { type Granted, grantOf, heldBy, leftOf } from './granted.ts'
import { nextBatch } from './next-batch.ts'
import { openWish } from './open-wish.ts'
import { SendPace } from './send-pace.ts'

/** Drafts that are not sent yet, of one room. */
const MOST = 500

/** One room's drafts of whatever kind, in order, until each is acknowledged, refused or discarded. */
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
  readonly #pace: SendPace

  constructor(room: string, host: RoomHost, events: OutboxEvents) {
    this.#room = room
    this.#host = host
    this.#events = events
    this.#note = draft => host.drafts?.note(draft)
    this.#pace = new SendPace(host)
    this.recall = draftRecall(room, host, this.#adopt.bind(this), this.#flush.bind(this))
  }

  get drafts(): readonly DraftEntry[] {
    return [...this.#drafts.values()]
  }

  /** Throws ChatError `invalid_message`, `invalid_emoji`, `bad_request` or `too_large`. */
  add(input: DraftRequest): Draft {
    const { server, limits, clock } = this.#host
    const [room, cid] = [this.#room, this.#host.cid()]
    const { request, bytes } = checkRequest(room, cid, input, limits)
    const wish = openWish(this.drafts, request)
    if (wish) {
      wish.request = request
      this.#changed(wish)
      return wish
    }
    if (this.#drafts.size >= MOST) throw tooMany()
    const draft = this.#entry({ server, room, cid, request, bytes, createdAt: clock.now(), ...this.#next() })
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
    this.#pace.reset()
  }

  /** A message or a change was seen: the draft that it was is sent. */
  land(event: Landed): void {
    const draft = this.#drafts.get(event.cid)
    const by = event.user?.id === this.#host.guestId ? this.#host.user?.id : event.user?.id
    if (draft && by && draft.user === by) this.#confirm(draft, event)
    this.recall.see(event)
  }

  /** Fails the pending drafts of everybody but `owner`, who takes over those of the guest that they were. */
  belong(owner: User | undefined, guest?: string): void {
    for (const draft of this.drafts) {
      if (owner && (draft.user === undefined || draft.user === guest)) {
        Object.assign(draft, { user: owner.id, name: owner.name })
        this.#changed(draft)
      }
      if (draft.pending && (!owner || draft.user !== owner.id)) this.#fail(draft, sessionOver())
    }
  }

  /** Fails them all, without a word to the store. What somebody still has of them does nothing any more. */
  end(error: ChatError): void {
    this.recall.reset()
    const { drafts } = this
    this.#drafts.clear()
    for (const draft of drafts) if (draft.pending) this.#settle(draft, { status: 'failed', error })
  }

  /** Discards all but those of other persons. */
  clear(owner: User | undefined): void {
    this.recall.reset()
    for (const draft of this.drafts) if (!isForeign(draft, owner)) this.#discard(draft)
  }

  #retry(draft: DraftEntry): void {
    if (draft.state.status !== 'failed' || !this.#drafts.has(draft.cid)) return
    draft.reopen(this.#next())
    this.#drafts.delete(draft.cid)
    this.#drafts.set(draft.cid, draft)
    this.#changed(draft)
    this.#flush()
  }

  #discard(draft: DraftEntry): void {
    if (!this.#drop(draft)) return
    if (draft.pending) draft.settle({ status: 'failed', error: discarded() })
    this.#events.discarded(draft)
  }

  #confirm(draft: DraftEntry, { seq, id, sentAt }: Granted): void {
    if (!this.#drop(draft)) return
    this.#settle(draft, { status: 'sent', seq, id, sentAt })
    for (const later of this.drafts) {
      const left = later.untried ? leftOf(later.request, draft.request, seq) : later.request
      if (!left) this.#confirm(later, { seq, id, sentAt })
      else if (left !== later.request) this.#note(Object.assign(later, { request: left }))
    }
  }

  /** The words of a message or an edit stay, for another try; of whatever else it is told. */
  #fail(draft: DraftEntry, error: ChatError): void {
    if (!draft.written) this.#drop(draft)
    this.#settle(draft, { status: 'failed', error })
  }

  #settle(draft: DraftEntry, state: Settled): void {
    draft.settle(state)
    this.#events.changed(draft)
  }

  /** False: it has gone already. */
  #drop(draft: DraftEntry): boolean {
    if (!this.#drafts.delete(draft.cid)) return false
    draft.gone = true
    this.recall.drop(draft.cid)
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
    const own = this.drafts
    this.#drafts = new Map(adopted.map(draft => [draft.cid, draft]))
    for (const draft of own) {
      // The clock may have stood still, or gone back
      draft.order = this.#end()
      this.#drafts.set(draft.cid, draft)
      this.#note(draft)
    }
    for (const draft of adopted) {
      const error = recalled(draft, me)
      if (error) this.#fail(draft, error)
      else this.#events.changed(draft)
    }
    for (const message of landed) this.land(message)
    this.#flush()
  }

  #flush(): void {
    const flying = this.#flying
    if (!flying || flying.size > 0 || this.recall.waiting() || this.#pace.holds) return
    const { limits, welcomed } = this.#host
    const batch = nextBatch(this.#ready(welcomed.server), this.#pace.size, limits)
    if (batch.length === 0) return
    const now = serverNow(this.#host)
    for (const draft of batch) {
      flying.add(draft.cid)
      if (draft.firstTriedAt !== undefined) continue
      draft.firstTriedAt = now
      this.#note(draft)
    }
    this.#host.requests.callAll<DraftRequest['type']>(
      batch.map(draft => ({
        ask: { ...draft.request, room: this.#room, cid: draft.cid },
        done: result => {
          if (this.#flying !== flying || !flying.delete(draft.cid)) return
          this.#answered(draft, result)
          if (flying.size === 0) this.#pace.next(() => this.#flush())
        },
      })),
    )
  }

  /** What can be sent; what was tried too long before this connection is asked about. All by the server's clock. */
  #ready(began: number): DraftEntry[] {
    return this.drafts.filter(draft => {
      if (!draft.pending) return false
      if (began - (draft.firstTriedAt ?? began) <= this.#host.limits.dedupeMs) return true
      this.#fail(draft, uncertain())
      return false
    })
  }

  #answered(draft: DraftEntry, result: Result<Replies[DraftRequest['type']]>): void {
    if (result.ok) {
      this.#pace.taken()
      const held = heldBy(result.value)
      if (!held) this.#confirm(draft, grantOf(draft.request, result.value, serverNow(this.#host)))
      else if (this.#drop(draft)) this.#settle(draft, held)
    } else if (result.error.retryable) {
      this.#pace.refused(result.error.retryAfterMs)
    } else if (!draft.gone && draft.pending) {
      this.#note(draft.refuse(result.error))
      this.#fail(draft, result.error)
    }
  }
}
