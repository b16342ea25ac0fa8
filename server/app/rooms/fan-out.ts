import { packFrames, windowMs } from '../../core/batcher.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Peer } from '../../ports/transport.ts'

/** uWebSockets.js gathers publishes below 16 KB into one system call for each socket. */
const FRAME_BYTES = 16_000
const WAITING_BYTES = 256_000
/** A commit is seldom slower. */
const COMMIT_MS = 5
/** By how much a timer may be early: what begins with it has begun. */
const TIMER_MS = 1
/** How much of a window's load counts for the next one; a commit that has begun for it knows only the last. */
const SMOOTHING = 0.25
/** How long what is soon superseded waits. */
const PATIENCE_MS = 250

/** What says all that something before it said, to everybody but who did that. */
export interface Superseding {
  /** The last one with this key stands; those before it in the same flush are said in short. */
  key: string
  short: string
  /** Whose it is: gets all in full; undefined: nobody gets it in short. */
  owner: Peer | undefined
}

/** What waits for the next flush. */
interface Waiting {
  text: string
  bytes: number
  superseding?: Superseding | undefined
  /** Goes to everybody but the owner, once a later one stands for it. */
  short?: string
}

export interface FanOutOptions {
  clock: Clock
  topic: string
  /** Sends to every subscriber of the topic. */
  publish: (text: string) => void
  members: () => number
  /** Share of the time for which the event loop works, 0 to 1. */
  busy: () => number
  /** The longest time that anything is gathered. */
  mostMs: number
}

/** What goes to everyone in one room: encoded once, gathered while the room is busy. */
export class FanOut {
  readonly #options: FanOutOptions
  #waiting: Waiting[] = []
  /** The last with each key. */
  readonly #last = new Map<string, Waiting>()
  /** Those who came while something waited, and how much of it they know. */
  #newcomers: { peer: Peer; known: number }[] = []
  #bytes = 0
  /** The end of the window. */
  #dueAt = Number.NEGATIVE_INFINITY
  /** A message is on its way to be in the next flush. */
  #announced = false
  #windowMs = 0
  /** In a flush, on average. */
  #objects = 0
  #cancel: (() => void) | undefined
  #soon = false
  /** What waits may wait longer than a window. */
  #patient = false

  constructor(options: FanOutOptions) {
    this.#options = options
  }

  /** From here on the peer gets what is pushed. What waits it knows already, and nobody is sent it sooner for that. */
  join(peer: Peer): void {
    if (this.#waiting.length === 0) peer.subscribe(this.#options.topic)
    else this.#newcomers.push({ peer, known: this.#waiting.length })
  }

  /** The same for one that is in already. */
  joinAgain(peer: Peer): void {
    if (this.#waiting.length === 0) return
    this.leave(peer)
    this.join(peer)
  }

  /** What was pushed and waits does not reach it any more. */
  leave(peer: Peer): void {
    peer.unsubscribe(this.#options.topic)
    if (this.#newcomers.length > 0) this.#newcomers = this.#newcomers.filter(newcomer => newcomer.peer !== peer)
    // in a storm of leaves nobody looks through what waits for nothing
    if (this.#last.size === 0) return
    for (const { superseding } of this.#waiting) if (superseding?.owner === peer) superseding.owner = undefined
  }

  /** `stored`: a message that waited already, where `lingerMs` told it to; it waits for no more than a commit. */
  push(text: string, stored = false): void {
    if (this.#options.members() === 0) return
    this.#wait({ text, bytes: Buffer.byteLength(text) })
    if (this.#waiting.length > 0) this.#schedule(stored ? this.#aheadMs + TIMER_MS : 0)
  }

  /** The same for one of many that come at once and of which the last says all: it waits for others, but holds up nothing. */
  pushSuperseding(text: string, superseding: Superseding): void {
    if (this.#options.members() === 0) return
    const { key } = superseding
    const before = this.#last.get(key)
    if (before?.superseding?.owner !== undefined) before.short = before.superseding.short
    const waiting = { text, bytes: Buffer.byteLength(text), superseding }
    this.#last.set(key, waiting)
    this.#wait(waiting)
    if (this.#waiting.length === 0 || this.#cancel !== undefined || this.#soon) return
    this.#patient = true
    this.#cancel = this.#options.clock.after(PATIENCE_MS, () => this.flush())
  }

  flush(): void {
    this.stop()
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    this.#last.clear()
    this.#bytes = 0
    this.#dueAt = this.#nextAfter(waiting.length)
    this.#announced = false
    this.#publish(waiting)
    this.#seat(waiting)
  }

  /**
   * The longest commit delay, in ms, that does not delay delivery: until just before this window's flush, or the next
   * one's if this commit has begun.
   */
  lingerMs(): number {
    const now = this.#options.clock.now()
    const left = this.#dueAt - this.#aheadMs - now
    if (left < TIMER_MS && this.#announced) return Math.max(0, left + this.#windowMs)
    this.#announced = true
    this.#dueAt = Math.max(now, this.#dueAt)
    return Math.max(0, left)
  }

  /** What waits, waits on. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#soon = false
    this.#patient = false
  }

  #wait(waiting: Waiting): void {
    this.#waiting.push(waiting)
    this.#bytes += waiting.bytes
    if (this.#bytes > WAITING_BYTES) this.flush()
  }

  /** Those whose own would come in short get all in full, each on their own. */
  #publish(waiting: readonly Waiting[]): void {
    const { topic, publish } = this.#options
    const owners = new Set<Peer>()
    for (const { short, superseding } of waiting) if (short && superseding?.owner) owners.add(superseding.owner)
    for (const { peer } of this.#newcomers) owners.delete(peer)
    for (const owner of owners) owner.unsubscribe(topic)
    const inShort = owners.size === 0 ? waiting : waiting.map(inShortOf)
    for (const frame of packFrames(inShort, FRAME_BYTES)) publish(frame)
    if (owners.size === 0) return
    const frames = packFrames(waiting, FRAME_BYTES)
    for (const owner of owners) {
      for (const frame of frames) owner.send(frame)
      owner.subscribe(topic)
    }
  }

  #seat(sent: readonly Waiting[]): void {
    const newcomers = this.#newcomers
    this.#newcomers = []
    let known = -1
    let frames: string[] = []
    for (const { peer, known: upTo } of newcomers) {
      // they are in the order in which they came, and many came at once
      if (upTo !== known) frames = packFrames(sent.slice(upTo), FRAME_BYTES)
      known = upTo
      for (const frame of frames) peer.send(frame)
      peer.subscribe(this.#options.topic)
    }
  }

  #schedule(ahead: number): void {
    if (this.#soon) return
    if (this.#patient) this.stop()
    const wait = this.#dueAt - this.#options.clock.now()
    if (wait > ahead) {
      this.#cancel ??= this.#options.clock.after(wait, () => this.flush())
      return
    }
    this.stop()
    this.#soon = true
    // At once, but with everything that the log delivers in this turn.
    void Promise.resolve().then(() => {
      if (this.#soon) this.flush()
    })
  }

  /** How long before the end of the window a commit begins, and what it brings may leave. */
  get #aheadMs(): number {
    return Math.min(COMMIT_MS, this.#windowMs / 2)
  }

  /** A flush that went by the end of a commit does not move the next: commits keep pace with the windows. */
  #nextAfter(objects: number): number {
    const { members, busy, mostMs, clock } = this.#options
    this.#objects += (objects - this.#objects) * SMOOTHING
    this.#windowMs = windowMs({ members: members(), objects: this.#objects, busy: busy() }, mostMs)
    const now = clock.now()
    const late = now - this.#dueAt
    const inPace = late >= -this.#aheadMs && late < this.#windowMs / 2
    return (inPace ? this.#dueAt : now) + this.#windowMs
  }
}

function inShortOf({ text, bytes, short }: Waiting): Waiting {
  return short === undefined ? { text, bytes } : { text: short, bytes: Buffer.byteLength(short) }
}
