import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { DirectoryNews } from '../../ports/directory.ts'
import { type EndingClock, endingClock } from '../../ports/ending-clock.ts'
import type { DirectoryHints, RoomHints, SharedFeed } from '../../ports/shared-feed.ts'
import type { Engine } from './engine.ts'
import { DIRECTORY_TAG, tagOf } from './partitions.ts'

/** What a change of the directory tells. */
export interface DirectoryTold {
  news: readonly DirectoryNews[]
  /** The keys that were written. */
  keys: readonly string[]
}

export interface RedisFeedSetup {
  engine: Engine
  roomChannel: (room: string) => string
  directoryChannel: string
  decode: (text: string) => { epoch: string; events: readonly DurableEvent[] }
  /** Hears of every change of the directory before the others; `missed`: of some it did not. */
  keys: { written(keys: readonly string[]): void; missed(): void }
  /** Where the log of the directory stands. */
  directoryHead(): Promise<{ epoch: string; seq: number }>
  clock: Clock
  onFault: (error: unknown) => void
}

/** A change of the directory that was made here is heard so soon, or it is not waited for. ms. */
const HEARD_MS = 1_000

/** Between two tries to read where the directory stands. ms. */
const AGAIN_MS = 300
/** How often it is compared with what was heard. ms. */
const COMPARE_MS = 10_000
/** What was committed is heard so soon. ms. */
const UNDER_WAY_MS = 500

/** What is published with every commit, as the log wants to hear it. */
export class RedisFeed implements SharedFeed {
  readonly #setup: RedisFeedSetup
  readonly #hints = new Set<DirectoryHints>()
  readonly #rooms = new Set<{ readonly room: string }>()
  /** Its timers end with this. */
  readonly #clock: EndingClock
  readonly #stop: () => void
  /** Of the directory: what was heard last; undefined: it is not known yet what comes next. */
  #heard: { epoch: string; seq: number } | undefined
  /** Odd while the directory is heard. */
  #turn = 0
  readonly #waiting = new Set<{ seq: number; heard: () => void }>()
  /** Resolves when everything is heard for the first time. */
  readonly begun: Promise<void>
  #hasBegun: () => void = () => {}

  constructor(setup: RedisFeedSetup) {
    this.#setup = setup
    this.#clock = endingClock(setup.clock)
    this.begun = new Promise(resolve => {
      this.#hasBegun = resolve
    })
    this.#stop = setup.engine.subscribe(DIRECTORY_TAG, setup.directoryChannel, {
      live: () => {
        this.#turn += 1 + (this.#turn % 2)
        void this.#begin(this.#turn)
      },
      lost: () => {
        this.#turn += this.#turn % 2
        this.#missed()
      },
      message: text => this.#guarded(() => this.#changed(text)),
    })
    this.#clock.every(COMPARE_MS, () => void this.#compare())
  }

  get current(): boolean {
    return this.#heard !== undefined && this.#setup.engine.current
  }

  room(room: string, hints: RoomHints): () => void {
    const { engine, roomChannel, decode } = this.#setup
    const followed = { room }
    this.#rooms.add(followed)
    const stop = engine.subscribe(tagOf(room), roomChannel(room), {
      live: () => hints.live(),
      lost: () => hints.lost(),
      message: text =>
        this.#guarded(() => {
          const { epoch, events } = decode(text)
          hints.told(epoch, events)
        }),
    })
    return () => {
      this.#rooms.delete(followed)
      stop()
    }
  }

  /** The rooms that are heard. */
  get followed(): string[] {
    return [...this.#rooms].map(({ room }) => room)
  }

  directory(hints: DirectoryHints): () => void {
    this.#hints.add(hints)
    return () => this.#hints.delete(hints)
  }

  /** Resolves when the change of the directory with this seq was heard here, or should have been. */
  heard(seq: number): Promise<void> {
    if (this.#heard === undefined || this.#heard.seq >= seq) return Promise.resolve()
    return new Promise(resolve => {
      const heard = () => {
        cancel()
        this.#waiting.delete(waiting)
        resolve()
      }
      const waiting = { seq, heard }
      const cancel = this.#clock.after(HEARD_MS, heard)
      this.#waiting.add(waiting)
    })
  }

  stop(): void {
    this.#clock.end()
    this.#stop()
    this.#turn += this.#turn % 2
    this.#missed()
  }

  /** From here on every change is heard; what came before may have been missed. */
  async #begin(turn: number): Promise<void> {
    try {
      const head = await this.#setup.directoryHead()
      if (this.#turn !== turn) return
      this.#missed()
      this.#heard = head
      this.#hasBegun()
    } catch {
      // an engine that does not answer says so elsewhere
      if (this.#turn === turn) this.#clock.after(AGAIN_MS, () => this.#turn === turn && void this.#begin(turn))
    }
  }

  #changed(text: string): void {
    const known = this.#heard
    if (known === undefined) return
    const end = text.indexOf('\n')
    const [before, epoch = ''] = text.slice(0, end).split(' ')
    const seq = Number(before) + 1
    if (epoch === known.epoch && seq <= known.seq) return
    if (epoch !== known.epoch || seq > known.seq + 1) this.#missed()
    this.#heard = { epoch, seq }
    const { news, keys } = JSON.parse(text.slice(end + 1)) as DirectoryTold
    this.#setup.keys.written(keys)
    if (news.length > 0) for (const hints of [...this.#hints]) hints.news(news)
    for (const waiting of [...this.#waiting]) if (waiting.seq <= seq) waiting.heard()
  }

  /** Hints may be lost without a sign. */
  async #compare(): Promise<void> {
    const turn = this.#turn
    try {
      const { epoch, seq } = await this.#setup.directoryHead()
      this.#clock.after(UNDER_WAY_MS, () => {
        const known = this.#heard
        if (this.#turn !== turn || known === undefined || (epoch === known.epoch && seq <= known.seq)) return
        void this.#begin(turn)
      })
    } catch {
      // an engine that does not answer says so elsewhere
    }
  }

  #missed(): void {
    this.#heard = undefined
    this.#setup.keys.missed()
    for (const hints of [...this.#hints]) hints.missed()
    for (const waiting of [...this.#waiting]) waiting.heard()
  }

  #guarded(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#setup.onFault(error)
    }
  }
}
