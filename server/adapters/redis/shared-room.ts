import type { User } from '../../../sdk/protocol/records.ts'
import { isShownAs } from '../../core/people-by-node.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PeopleElsewhere, PeopleHere } from '../../ports/shared-presence.ts'
import type { Engine } from './engine.ts'
import type { Lease } from './lease.ts'
import { OtherPeople } from './other-people.ts'
import { OwnPeople } from './own-people.ts'
import { decodePeople, encodePeople, type PeopleMessage } from './people-message.ts'
import { deleteRows, peopleCommands, readPeople, rowValue } from './people-rows.ts'
import { Readiness, unavailable } from './readiness.ts'

/** What is changed together, in ms. */
const GATHER_MS = 50

export interface SharedRoomDeps {
  engine: Engine
  lease: Lease
  clock: Clock
  tag: string
  /** Of the hash and of the channel. */
  key: string
  /** Counts how often this node had to write all anew. */
  run: () => number
  /** Has `sync` called until it succeeds. */
  ask: (room: SharedRoom) => void
  /** Has `recheck` called from time to time while `isInDoubt`. */
  doubt: (room: SharedRoom) => void
  /** It is closed, and nothing of it is left to be written. */
  over: (room: SharedRoom) => void
}

/** The people of one room, on this node and on others. */
export class SharedRoom implements PeopleHere {
  readonly #deps: SharedRoomDeps
  readonly #own = new OwnPeople()
  readonly #others: OtherPeople
  readonly #readiness: Readiness
  readonly #typing = new Map<string, boolean>()
  #unsubscribe = () => {}
  #isLive = false
  /** What is heard while all is read. */
  #heard: PeopleMessage[] | undefined
  #busy: Promise<void> | undefined
  #cancel: (() => void) | undefined
  #isOver = false

  constructor(deps: SharedRoomDeps) {
    this.#deps = deps
    const { lease, clock, doubt } = deps
    this.#others = new OtherPeople({ lease, clock, own: id => this.#own.get(id), onDoubt: () => doubt(this) })
    this.#readiness = new Readiness(clock)
  }

  /** Once, or again after `close`. */
  open(elsewhere: PeopleElsewhere): void {
    const { engine, tag, key, ask } = this.#deps
    this.#others.elsewhere = elsewhere
    this.#unsubscribe = engine.subscribe(tag, key, {
      live: () => {
        this.#isLive = true
        ask(this)
      },
      lost: () => {
        this.#isLive = false
      },
      message: text => this.#hear(text),
    })
  }

  ready(): Promise<void> | undefined {
    if (this.#readiness.is) return undefined
    // whoever came to a room that is closed by now waits for nothing
    const isKnownSoon = this.#others.elsewhere !== undefined && this.#deps.engine.current
    return isKnownSoon ? this.#readiness.wait() : Promise.reject(unavailable())
  }

  enter(user: User): void {
    const { id } = user
    if (this.#own.get(id) && isShownAs(this.#others.shown(id), user)) return
    this.#own.enter(user, Math.max(this.#deps.clock.now(), (this.#others.get(id)?.at ?? 0) + 1))
    this.#soon()
  }

  leave(userId: string, announced: boolean): void {
    const before = this.#others.shown(userId)
    this.#own.leave(userId, announced)
    const after = this.#others.shown(userId)
    if (after && !isShownAs(before, after)) this.#others.elsewhere?.entered([after])
    this.#soon()
  }

  typing(userId: string, active: boolean): void {
    if (this.#own.stale) return
    this.#typing.set(userId, active)
    this.#soon()
  }

  close(): void {
    this.#unsubscribe()
    this.#isLive = false
    this.#others.clear()
    this.#readiness.reset()
    this.#typing.clear()
    this.#own.clear()
    this.#cancel?.()
    this.#cancel = undefined
    this.#soon(0)
    this.#end()
  }

  /** Somebody is in it on this node. */
  get isUsed(): boolean {
    return this.#own.size > 0
  }

  /** Nodes seem to be gone that have left something. */
  get isInDoubt(): boolean {
    return this.#others.isInDoubt
  }

  /** Others may have deleted what was written, or it is lost. */
  lapse(): void {
    this.#own.fail()
    this.#deps.ask(this)
  }

  gone(node: string): void {
    this.#others.gone(node)
  }

  recheck(): void {
    if (this.#others.isDecided) this.#deps.ask(this)
  }

  /** Reads who is there, and writes who is here, where that is not what was read. */
  async sync(): Promise<void> {
    while (this.#busy) await this.#busy
    // what is there now is of a room that was opened since
    if (!this.#isOver) await this.#work(() => this.#sync())
  }

  async #sync(): Promise<void> {
    const { engine, lease, tag, key, run } = this.#deps
    const others = this.#others
    const wasLive = this.#isLive
    this.#heard = []
    try {
      const rows = await readPeople(engine, tag, key)
      const heard = this.#heard
      this.#heard = undefined
      others.take(rows, heard)
      const own = rows.filter(({ node }) => node === lease.node)
      const whole = this.#own.stale
      this.#own.compare(own, mine => rowValue(mine, run()))
      await this.#write(whole, true)
      if (wasLive && this.#isLive) this.#readiness.done()
      const left = rows.filter(({ node }) => others.isSurelyGone(node))
      await deleteRows(engine, tag, key, left)
      for (const { node } of left) others.forget(node)
    } catch (error) {
      this.#heard = undefined
      this.#own.fail()
      this.#readiness.fail()
      throw error
    }
  }

  /** `whole`: others hear of all who are here, whatever they have heard before. */
  async #write(whole: boolean, refresh = false): Promise<void> {
    const { engine, lease, tag, key, run } = this.#deps
    const { node } = lease
    const changes = this.#own.take()
    const typing = [...this.#typing]
    this.#typing.clear()
    const isChanged = changes.entered.length + changes.left.length + changes.lost.length > 0
    const isUsed = this.isUsed && (isChanged || refresh)
    const commands = peopleCommands(key, node, changes, { run: run(), isUsed })
    try {
      if (commands.length > 0) await engine.commit(tag, { checks: [], commands })
      if (isChanged || whole || typing.length > 0) {
        const entered = whole ? this.#own.all() : changes.entered
        for (const text of encodePeople({ ...changes, node, all: whole, entered, typing }))
          await engine.publish(tag, key, text)
      }
      this.#own.done()
    } catch (error) {
      this.#own.fail()
      throw error
    }
  }

  #hear(text: string): void {
    const message = decodePeople(text)
    if (message === undefined || message.node === this.#deps.lease.node) return
    this.#heard?.push(message)
    this.#others.hear(message)
  }

  #soon(ms = GATHER_MS): void {
    const isChanged = this.#own.changed || this.#typing.size > 0
    if (!isChanged || this.#busy || this.#cancel || this.#own.stale) return
    this.#cancel = this.#deps.clock.after(ms, () => {
      this.#cancel = undefined
      if (!this.#busy && !this.#own.stale) this.#work(() => this.#write(false)).catch(() => this.#deps.ask(this))
    })
  }

  /** One at a time. */
  #work(act: () => Promise<void>): Promise<void> {
    const work = act()
    const over = () => {
      this.#busy = undefined
      this.#soon()
      this.#end()
    }
    this.#busy = work.then(over, over)
    return work
  }

  #end(): void {
    const isDone = this.#others.elsewhere === undefined && this.#busy === undefined && !this.#own.changed
    if (!isDone || (this.#own.stale && this.#own.written)) return
    this.#isOver = true
    this.#deps.over(this)
  }
}
