import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { MemberRole } from '../../sdk/protocol/policy.ts'
import { userOf } from '../../sdk/protocol/user-of.ts'
import type { Account } from '../../server/ports/directory.ts'
import { LogUnavailable } from '../../server/ports/room-log.ts'
import { anyOf } from './choose.ts'
import type { Nodes } from './nodes.ts'
import { ROOMS, type World } from './world.ts'

/** A room of which the steward says who is in it. */
const CLUB = 'club'
const STEWARD = userOf('a:steward', 'Steward')
const MEMBERS = ['a:one', 'a:two', 'a:three'] as const

interface Mute {
  user: string
  room: string
  from: number
  /** When it was answered. */
  known?: number
  /** When it began to end. */
  to?: number
}

/** What a mute that is known is heard within: what is not heard makes a node refuse. ms. */
const HEARD_MS = 1_500
/** What failed is asked for again within this. ms. */
const ROUGH_MS = 5_000
/** Nobody waits longer for a node, which may be gone. ms. */
const PATIENCE_MS = 5_000
/** The same where what was told may be lost without a sign: all compare. ms. */
const COMPARED_MS = 13_000

function accountOf(id: string, createdAt: number): Account {
  const name = `Member ${id}`
  return { id, name, keys: [id], role: 'user', createdAt, seenAt: createdAt, notBefore: 0, guestIds: [] }
}

/** Changes rights over whichever node, by what a server offers within: so it is known when each change was answered. */
export class Steward {
  readonly #world: World
  readonly #nodes: Nodes
  #mutes: Mute[] = []
  #hasRoom = false
  /** A node has died in the midst of a change: what is left of it is written behind others, and says what was so before. */
  #isTorn = false
  #asked = 0

  constructor(world: World, nodes: Nodes) {
    this.#world = world
    this.#nodes = nodes
  }

  /** Somebody who is there is kept from writing, for a while, and tries all the same; `deaf`: while no node hears anything. */
  async mute(deaf = false): Promise<void> {
    const { clock, random, people, trace } = this.#world
    const person = anyOf(
      this.#world,
      people.filter(({ gone, loggedIn }) => !gone && loggedIn),
    )
    const [room] = ROOMS
    const directory = this.#nodes.anyone?.log?.directory
    if (!person || !directory) return
    const user = person.userId
    const mute: Mute = { user, room, from: clock.now() }
    this.#mutes.push(mute)
    if (deaf) for (const node of this.#nodes.all) if (random() < 0.7) node.engine.deafen()
    const sanction = { kind: 'mute', room, user, by: STEWARD.id, at: Math.floor(clock.now()) } as const
    try {
      await this.#patiently(directory.addSanction(sanction))
      mute.known = clock.now()
      trace.add('steward', `${person.name} is muted`)
    } catch (error) {
      this.#failed(error)
      trace.add('steward', `${person.name} may be muted`)
    }
    for (const ms of [1_600, 1_900, 2_300, 2_700])
      clock.after(ms + 200 * random(), () => {
        const tab = anyOf(this.#world, person.tabs)
        if (!person.gone && tab?.alive && !tab.over) tab.say(room)
      })
    clock.after(3_500 + 4_000 * random(), () => void this.#lift(mute))
  }

  /** Somebody comes to be in the club, or is not in it any more; `dies`: the node of which that is asked does so in the midst of it. */
  async seat(dies = false): Promise<void> {
    const { clock, trace, random } = this.#world
    const node = this.#nodes.anyone
    const log = node?.log
    if (!log) return
    try {
      if (!this.#hasRoom) {
        const record = { room: CLUB, kind: 'open', slowMs: 0, write: 'guest', locked: false } as const
        const owner = { user: STEWARD.id, role: 'owner' } as const
        for (const id of [STEWARD.id, ...MEMBERS])
          await log.directory.addAccount(accountOf(id, Math.floor(clock.now())))
        await log.directory.addRoom({ ...record, createdBy: STEWARD.id, createdAt: Math.floor(clock.now()) }, [owner])
        this.#hasRoom = true
      }
      const id = anyOf(this.#world, MEMBERS) ?? MEMBERS[0]
      const role = anyOf(this.#world, ['member', 'moderator', 'none'] as const) ?? 'none'
      const content = { kind: 'member_changed', member: { id, name: `Member ${id}` }, role } as const
      this.#isTorn ||= dies
      if (dies) clock.after(25 * random(), () => node.kill('killed in the midst of a change'))
      await log.append({ room: CLUB, user: STEWARD, cid: `steward${++this.#asked}`, content })
      trace.add('steward', `${id} is ${role}`)
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Somebody was muted at some time: whoever is refused with that may be one of them. */
  wasMuted(user: string): boolean {
    return this.#mutes.some(each => each.user === user)
  }

  /** What was asked for when everybody had to know that it is forbidden. */
  written(event: DurableEvent): void {
    const { ledger, clock, broken } = { ...this.#world, broken: (what: string) => this.#world.broken(what) }
    const posted = ledger.byCid(event.cid)
    // where rights are asked for anew and no answer comes, those of before count until one does
    const isRough = clock.now() < this.#nodes.redis.roughAt + ROUGH_MS
    if (!posted || event.type !== 'new_message' || isRough) return
    const withinMs = this.#nodes.redis.lost > 0 ? COMPARED_MS : HEARD_MS
    const isKept = this.#mutes.some(
      ({ user, room, known = clock.now(), to }) =>
        user === event.user.id && room === event.room && to === undefined && posted.at > known + withinMs,
    )
    if (isKept) broken(`${event.text} is taken of ${event.user.name}, who is muted`)
  }

  /** The engine has lost what was known of it, or some of it. */
  lose(): void {
    const now = this.#world.clock.now()
    for (const mute of this.#mutes) mute.to ??= now
    this.#hasRoom = false
  }

  /** Everybody may write again. */
  async heal(): Promise<void> {
    for (const mute of this.#mutes) await this.#lift(mute)
  }

  /** What the log of the club says of its members is what the directory says, and nothing is half-done. */
  async judge(): Promise<void> {
    const { disk } = this.#world
    const places = new Map<string, MemberRole>()
    const ever = new Set<string>()
    for (const event of disk.events(CLUB)) {
      if (event.type !== 'member_changed') continue
      ever.add(`${event.member.id} ${event.role}`)
      if (event.role === 'none') places.delete(event.member.id)
      else places.set(event.member.id, event.role)
    }
    const { redis } = this.#nodes.redis.server
    const left = [...redis.copy().keys()].filter(key => key.endsWith('}:intents'))
    if (left.length > 0) this.#world.broken(`a change is half-done in the end: ${left.join(', ')}`)
    if (this.#nodes.hasLost) return
    for (const { log } of this.#nodes.taking)
      for (const id of MEMBERS) {
        const role = (await log?.directory.membership(CLUB, id))?.role
        const isTold = this.#isTorn ? role === undefined || ever.has(`${id} ${role}`) : role === places.get(id)
        if (!isTold) this.#world.broken(`${id} is ${role} of the club, and is told as ${places.get(id)}`)
      }
  }

  async #lift(mute: Mute): Promise<void> {
    const { clock } = this.#world
    // with it goes whatever else keeps them from writing there
    const end = () => {
      for (const each of this.#mutes) if (each.user === mute.user && each.room === mute.room) each.to ??= clock.now()
    }
    end()
    for (let tries = 0; tries < 10; tries++) {
      try {
        const directory = this.#nodes.anyone?.log?.directory
        if (!directory) throw new LogUnavailable('nobody is there')
        await this.#patiently(directory.liftSanction(mute.room, mute.user, 'mute'))
        end()
        return
      } catch (error) {
        this.#failed(error)
        await new Promise<void>(resolve => clock.after(1_000, resolve))
      }
    }
  }

  #patiently<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#world.clock.after(PATIENCE_MS, () => reject(new LogUnavailable('nobody answers')))
      work.finally(cancel).then(resolve, reject)
    })
  }

  #failed(error: unknown): void {
    if (error instanceof LogUnavailable) this.#world.trace.add('steward', error.message)
    else this.#world.broken(`the steward hears ${error instanceof Error ? error.stack : error}`)
  }
}
