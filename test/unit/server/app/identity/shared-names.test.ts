import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Identity } from '../../../../../server/app/identity/authenticator.ts'
import { SessionRecord } from '../../../../../server/app/identity/session-record.ts'
import type { SharedSessions } from '../../../../../server/app/identity/shared-sessions.ts'
import { lookAlikeKeys } from '../../../../../server/core/confusables.ts'
import type { MemoryEngine } from '../../../../support/redis/memory-engine.ts'
import { MINUTE, type SessionNode, SessionNodes } from '../../../../support/redis/session-nodes.ts'
import { settle } from '../../../../support/virtual-clock.ts'

const NAMES = ['Ana', 'ANA', 'Ivan', 'lvan', 'Ӏvan']
/** Of a name without a socket. */
const HOLD = MINUTE
/** From a node to Redis. */
const MOST_MS = 40
const IDLE_MS = 20 * MINUTE

const node = fc.constantFrom(0, 0, 1, 1, 2)
/** The newest first. */
const login = fc.constantFrom(0, 0, 0, 1, 1, 2)
const name = fc.constantFrom(...NAMES)
const step = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('login' as const), node, name }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constant('attach' as const), node, login }), weight: 6 },
  { arbitrary: fc.record({ do: fc.constant('detach' as const), socket: fc.nat(3) }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('logout' as const), node, login }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('free' as const), node, name }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(5, 20, 50) }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(200, 1_000) }), weight: 4 },
  {
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(HOLD - 10, HOLD, 5 * HOLD) }),
    weight: 2,
  },
)

type Move = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Mine {
  token: string
  keys: readonly string[]
  usedAt: number
  /** It was ended, or may have been. */
  mayBeOver: boolean
}

interface Open {
  mine: Mine
  identity: Identity
  detach(): void
}

/** Everything between a node and Redis takes its time, on the way there and on the way back. */
function slow(nodes: SessionNodes, delay: () => number) {
  return (engine: MemoryEngine): MemoryEngine => {
    const way = () => new Promise<void>(resolve => void nodes.clock.after(delay(), resolve))
    const slowly =
      <A extends unknown[], T>(act: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        await way()
        const done = await act.apply(engine, args)
        await way()
        return done
      }
    engine.view = slowly(engine.view)
    engine.commit = slowly(engine.commit)
    engine.publish = slowly(engine.publish)
    const { subscribe } = engine
    engine.subscribe = (tag, channel, listener) =>
      subscribe.call(engine, tag, channel, {
        live: () => listener.live(),
        lost: () => listener.lost(),
        message: text => void nodes.clock.after(delay(), () => listener.message(text)),
      })
    return engine
  }
}

class Race {
  readonly nodes = new SessionNodes({ idleMs: IDLE_MS, absoluteMs: 300 * MINUTE })
  readonly mine: Mine[] = []
  readonly open = new Set<Open>()
  readonly here: SessionNode[] = []
  readonly #pending: Promise<void>[] = []
  /** Names that were freed, and until when that took; undefined: it is on its way. */
  readonly #frees: { keys: readonly string[]; until?: number }[] = []

  async start(delays: readonly number[]): Promise<void> {
    let at = 0
    const delay = () => delays[at++ % delays.length] ?? 0
    for (const name of ['a', 'b', 'c']) {
      const started = this.nodes.start(name, slow(this.nodes, delay))
      await this.nodes.clock.run(1_000)
      this.here.push(await started)
    }
  }

  async go(move: Move): Promise<void> {
    if (move.do === 'wait') await this.wait(move.ms)
    else if (move.do === 'detach') this.#detach([...this.open][move.socket % this.open.size])
    else this.#pending.push(this.#act(move))
  }

  async wait(ms: number): Promise<void> {
    const { clock } = this.nodes
    const end = clock.now() + ms
    await settle()
    while (clock.step(end)) {
      await settle()
      this.#check()
    }
    await clock.run(end - clock.now())
  }

  /** Until nothing is on its way. */
  async rest(): Promise<void> {
    await this.wait(2_000)
    await Promise.all(this.#pending)
  }

  /** On which nodes it counts. */
  async counts({ token }: Mine): Promise<boolean[]> {
    const asked = this.here.map(({ sessions }) => sessions.find(token))
    await this.wait(500)
    return (await Promise.all(asked)).map(each => each !== undefined)
  }

  isIn(mine: Mine): boolean {
    return [...this.open].some(each => each.mine === mine)
  }

  end(): void {
    for (const each of this.open) this.#detach(each)
  }

  async #act(move: Exclude<Move, { do: 'wait' | 'detach' }>): Promise<void> {
    const { sessions } = this.here[move.node] as SessionNode
    if (move.do === 'login') return this.#login(sessions, move.name)
    if (move.do === 'free') return this.#free(sessions, lookAlikeKeys(move.name))
    const mine = this.mine.at(-1 - (move.login % this.mine.length))
    if (mine === undefined) return
    if (move.do === 'attach') return this.#attach(sessions, mine)
    mine.mayBeOver = true
    await sessions.logout(mine.token)
  }

  async #login(sessions: SharedSessions, name: string): Promise<void> {
    const { clock } = this.nodes
    const [keys, began] = [lookAlikeKeys(name), clock.now()]
    const result = await sessions.login(name)
    if (!result.ok) return expect(result.refusal.code).toBe('username_taken')
    const mayBeOver = this.#frees.some(free => overlap(free.keys, keys) && (free.until ?? began) >= began)
    this.mine.push({ token: result.login.token, keys, usedAt: clock.now(), mayBeOver })
  }

  async #attach(sessions: SharedSessions, mine: Mine): Promise<void> {
    let open: Open | undefined
    const end = () => {
      mine.mayBeOver = true
      if (open) this.open.delete(open)
    }
    const attached = await sessions.attach(mine.token, { end })
    if (attached.ok) {
      mine.usedAt = this.nodes.clock.now()
      open = { mine, identity: attached.identity, detach: attached.detach }
      this.open.add(open)
    } else {
      const isUnused = !this.isIn(mine) && this.nodes.clock.now() - mine.usedAt > IDLE_MS - 1_000
      expect(mine.mayBeOver || isUnused || attached.refusal.code === 'username_taken').toBe(true)
      mine.mayBeOver = true
    }
  }

  async #free(sessions: SharedSessions, keys: readonly string[]): Promise<void> {
    const free: { keys: readonly string[]; until?: number } = { keys }
    this.#frees.push(free)
    for (const mine of this.mine) if (overlap(mine.keys, keys)) mine.mayBeOver = true
    await sessions.freeName(keys, () => false)
    free.until = this.nodes.clock.now()
  }

  #detach(open: Open | undefined): void {
    if (open === undefined || !this.open.delete(open)) return
    open.mine.usedAt = this.nodes.clock.now()
    open.detach()
  }

  /** Of logins that are not over, no two with sockets have names that look alike. */
  #check(): void {
    const over = new Set(this.nodes.texts('}:s:').flatMap(([key, text]) => (text === '-' ? [key.split(':s:')[1]] : [])))
    const owners = new Map<string, string>()
    for (const { identity } of this.open) {
      if (!(identity instanceof SessionRecord) || over.has(identity.tokenHash)) continue
      for (const key of identity.keys) {
        const owner = owners.get(key) ?? identity.id
        if (owner !== identity.id) throw new Error(`Two have ${key}.`)
        owners.set(key, owner)
      }
    }
  }
}

function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.some(key => other.includes(key))
}

test('[RE91] whatever comes at once on whatever node, no two who are here have one name, and no login is lost', async () => {
  const steps = fc.array(step, { minLength: 30, maxLength: 80, size: 'max' })
  const delays = fc.array(fc.nat(MOST_MS), { minLength: 5, maxLength: 30 })
  const race = fc.asyncProperty(steps, delays, async (moves, ways) => {
    const race = new Race()
    await race.start(ways)
    for (const move of moves) await race.go(move)
    await race.rest()
    for (const mine of race.mine) {
      const counts = await race.counts(mine)
      expect(new Set(counts).size).toBe(1)
      const isUsed = race.isIn(mine) || race.nodes.clock.now() - mine.usedAt < IDLE_MS - 1_000
      if (isUsed && !mine.mayBeOver) expect(counts[0]).toBe(true)
      if (race.isIn(mine)) expect(counts[0]).toBe(true)
    }
    race.end()
    await race.wait(2 * MINUTE)
    expect(race.nodes.texts('}:n:')).toEqual([])
    const nothing = { logins: 0, names: 0, ends: 0 }
    expect(race.here.map(({ sessions }) => sessions.held())).toEqual([nothing, nothing, nothing])
  })
  await fc.assert(race, { numRuns: 300 })
}, 120_000)
