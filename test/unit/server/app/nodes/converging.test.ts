import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ServerEvent, ServerFrame } from '../../../../../sdk/protocol/events.ts'
import type { PresenceSnapshot, User } from '../../../../../sdk/protocol/records.ts'
import { tagOf } from '../../../../../server/adapters/redis/partitions.ts'
import type { HarnessClient } from '../../../../support/hub-harness.ts'
import { LEASE_MS, type Node, NodesHarness } from '../../../../support/nodes-harness.ts'
import { PresenceClient } from '../../../../support/presence-client.ts'

const ROOM = 'a'
const KEY = `chat:{${tagOf(ROOM)}}:r:${ROOM}:n`
/** Until what a fault has left is over: leases, graces, and what nodes in doubt have left. */
const OVER_MS = LEASE_MS + 8_000 + 70_000

interface Seat {
  node: Node
  user: string
  client: HarnessClient
  view: PresenceClient | undefined
}

/** Who is connected where, and what each of them was told. */
class People {
  readonly nodes: NodesHarness
  seats: Seat[] = []

  constructor(count: number, delayMs?: () => number) {
    this.nodes = new NodesHarness(count, delayMs)
  }

  /** Whether they got in. */
  async enter(node: Node, user: string): Promise<boolean> {
    const client = await this.nodes.as(node, user)
    const ref = client.say({ type: 'join', room: ROOM })
    let reply: ServerFrame | undefined
    for (let waited = 0; reply === undefined && waited < 5_000; waited += 20) {
      await this.nodes.quiet()
      reply = client.frames.find(frame => 'ref' in frame && frame.ref === ref)
      if (!reply) await this.nodes.pass(20)
    }
    if (reply?.type !== 'ok') {
      expect(reply).toMatchObject({ code: 'unavailable' })
      client.socket.cut()
      return false
    }
    const { presence } = reply as unknown as { presence: PresenceSnapshot }
    this.#expectOnce(presence.users)
    const at = client.frames.findIndex(frame => 'ref' in frame && frame.ref === ref)
    client.socket.received.splice(0, client.socket.received.length, JSON.stringify(client.frames.slice(at + 1)))
    this.seats.push({ node, user, client, view: new PresenceClient(presence) })
    return true
  }

  /** Everybody hears what was said meanwhile; versions follow one another, or this throws. */
  listen(): void {
    for (const { client, view } of this.seats) {
      for (const frame of client.frames) {
        if (frame.type === 'update_user_list') this.#expectOnce(frame.users)
        view?.apply(frame as ServerEvent)
      }
      client.clear()
    }
  }

  remove(index: number): Seat | undefined {
    return this.seats.splice(index % Math.max(1, this.seats.length), 1)[0]
  }

  /** Every node and everybody says who is connected, and Redis holds nothing else. */
  async expectTruth(): Promise<void> {
    this.listen()
    const users = [...new Set(this.seats.map(({ user }) => user))].sort()
    const rows = [...new Set(this.seats.map(({ node, user }) => `${node.name} ${user}`))].sort()
    expect([...this.nodes.server.redis.hash(KEY).keys()].sort()).toEqual(rows)
    for (const { client, view } of this.seats) {
      expect([...(view?.users.keys() ?? [])].sort()).toEqual(users)
      expect(view?.count).toBe(users.length)
      const page = await client.ask({ type: 'users', room: ROOM })
      this.#expectOnce(page.users)
      expect(page.users.map(({ id }: User) => id).sort()).toEqual(users)
      client.clear()
    }
  }

  #expectOnce(users: readonly User[]): void {
    expect(new Set(users.map(({ id }) => id)).size).toBe(users.length)
  }
}

async function inTheMiddle() {
  const people = new People(2)
  const { nodes } = people
  const [one, other] = [nodes.get(0), nodes.get(1)]
  await people.enter(one, 'g:ann')
  await people.enter(other, 'g:bob')
  await people.enter(other, 'g:cat')
  await nodes.pass(2_000)
  await people.expectTruth()
  return { people, nodes, one, other }
}

describe('after a fault every node shows who is connected', () => {
  test('[RE126] a channel that was lost for a while', async () => {
    const { people, nodes, one, other } = await inTheMiddle()
    one.engine.tell('lost')
    one.engine.deaf = true
    await people.enter(other, 'g:dee')
    people.seats.find(({ user }) => user === 'g:bob')?.client.socket.cut()
    people.seats = people.seats.filter(({ user }) => user !== 'g:bob')
    await nodes.pass(5_000)
    people.listen()
    expect(people.seats[0]?.view?.users.has('g:bob')).toBe(true)
    nodes.heal(one)
    await nodes.pass(9_000)
    await people.expectTruth()
  })

  test('[RE126] a node that does not reach Redis, for less than its lease and for more', async () => {
    for (const ms of [5_000, 60_000]) {
      const { people, nodes, one, other } = await inTheMiddle()
      nodes.cut(other)
      await people.enter(other, 'g:dee')
      await people.enter(one, 'g:eve')
      people.seats.find(({ user }) => user === 'g:cat')?.client.socket.cut()
      people.seats = people.seats.filter(({ user }) => user !== 'g:cat')
      await nodes.pass(ms)
      nodes.heal(other)
      await nodes.pass(OVER_MS)
      await people.expectTruth()
    }
  })

  test('[RE126] Redis away for everybody makes nobody leave', async () => {
    const { people, nodes, one, other } = await inTheMiddle()
    for (const node of [one, other]) nodes.cut(node)
    await nodes.pass(120_000)
    for (const node of [one, other]) nodes.heal(node)
    await nodes.pass(OVER_MS)
    const left = people.seats.flatMap(({ client }) => client.of('user_left'))
    expect(left).toEqual([])
    await people.expectTruth()
  })

  test('[RE126] Redis has lost everything', async () => {
    const { people, nodes } = await inTheMiddle()
    nodes.empty()
    await nodes.pass(OVER_MS)
    expect(people.seats.flatMap(({ client }) => client.of('user_left'))).toEqual([])
    await people.expectTruth()
  })

  test('[RE126] what was written is gone, and only the lease says so', async () => {
    const { people, nodes, one, other } = await inTheMiddle()
    nodes.server.redis.become(new Map())
    nodes.leases.renew(one.name)
    await nodes.pass(100)
    nodes.leases.end(other.name)
    await nodes.pass(1_000)
    nodes.leases.renew(other.name)
    await nodes.pass(OVER_MS)
    expect(people.seats.flatMap(({ client }) => client.of('user_left'))).toEqual([])
    await people.expectTruth()
  })

  test('[RE126] a write that was done and not answered, and a message that was not sent', async () => {
    for (const what of ['commit', 'publish'] as const) {
      const { people, nodes, one, other } = await inTheMiddle()
      const call = one.engine[what].bind(one.engine) as (...args: unknown[]) => Promise<never>
      one.engine[what] = async (...args: unknown[]) => {
        if (what === 'commit') await call(...args)
        one.engine[what] = call
        throw new Error('no answer')
      }
      await people.remove(0)?.client.ask({ type: 'disconnect' })
      await nodes.pass(2_000)
      await people.enter(one, 'g:dee')
      await people.enter(other, 'g:eve')
      await nodes.pass(OVER_MS)
      await people.expectTruth()
    }
  })

  test('[RE126] while Redis takes nothing, nothing grows but with the people who are there', async () => {
    const { people, nodes, one } = await inTheMiddle()
    nodes.cut(one)
    for (let n = 0; n < 300; n++) {
      expect(await people.enter(one, `g:user${n}`)).toBe(true)
      const seat = people.seats.pop()
      await seat?.client.ask({ type: 'leave', room: ROOM })
      await nodes.pass(100)
    }
    nodes.heal(one)
    const commands: unknown[] = []
    const commit = one.engine.commit.bind(one.engine)
    one.engine.commit = (tag, what) => {
      commands.push(...what.commands)
      return commit(tag, what)
    }
    await nodes.pass(OVER_MS)
    expect(JSON.stringify(commands)).not.toContain('user')
    await people.expectTruth()
  })

  test('[RE134] a room that is closed while Redis is away is written later, also when it is opened meanwhile', async () => {
    for (const isOpenedAgain of [false, true]) {
      const { people, nodes, one, other } = await inTheMiddle()
      nodes.cut(one)
      const [ann] = people.seats.splice(0, 1)
      ann?.client.socket.cut()
      await nodes.pass(130_000)
      expect([one.harness.hub.stats().rooms, one.presence.size]).toEqual([0, 1])
      if (isOpenedAgain) expect(await people.enter(one, 'g:dee')).toBe(false)
      nodes.heal(one)
      await nodes.pass(2_000)
      if (isOpenedAgain) expect(await people.enter(one, 'g:dee')).toBe(true)
      await nodes.pass(OVER_MS)
      expect(one.presence.size).toBe(isOpenedAgain ? 1 : 0)
      expect(other.presence.size).toBe(1)
      await people.expectTruth()
    }
  })
})

type Step =
  | { do: 'enter'; node: number; user: number }
  | { do: 'leave' | 'close' | 'lose'; seat: number }
  | { do: 'crash' | 'drain' | 'cut' | 'heal' | 'deaf' | 'relive'; node: number }
  | { do: 'empty' }
  | { do: 'pass'; ms: number }

const node = fc.nat(2)
const seat = fc.nat(20)
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('enter' as const), node, user: fc.nat(4) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('leave', 'close', 'lose'), seat }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('crash', 'drain', 'cut', 'heal', 'deaf', 'relive'), node }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('empty' as const) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('pass' as const),
        ms: fc.constantFrom(0, 10, 40, 60, 300, 3_000, 9_000, 30_000),
      }),
    },
  ) as fc.Arbitrary<Step>,
  { maxLength: 40 },
)

async function take(people: People, step: Step): Promise<void> {
  const { nodes } = people
  const away = (gone: Node) => {
    people.seats = people.seats.filter(each => each.node !== gone)
  }
  switch (step.do) {
    case 'enter':
      await people.enter(nodes.get(step.node), `g:user${step.user}`)
      return
    case 'leave':
      await people.remove(step.seat)?.client.ask({ type: 'leave', room: ROOM })
      return
    case 'close':
      await people.remove(step.seat)?.client.ask({ type: 'disconnect' })
      return
    case 'lose':
      people.remove(step.seat)?.client.socket.cut()
      return
    case 'empty':
      nodes.empty()
      return
    case 'pass':
      await nodes.pass(step.ms)
      return
  }
  const at = nodes.get(step.node)
  switch (step.do) {
    case 'crash':
      away(at)
      await nodes.crash(at)
      nodes.add()
      return
    case 'drain':
      away(at)
      await nodes.drain(at)
      nodes.add()
      return
    case 'cut':
      if (!at.engine.cut) nodes.cut(at)
      return
    case 'heal':
      nodes.heal(at)
      return
    case 'deaf':
      at.engine.deaf = true
      return
    case 'relive':
      if (at.engine.cut) return
      at.engine.deaf = false
      at.engine.tell('lost')
      at.engine.tell('live')
  }
}

test('[RE126] whatever happens to three nodes, in the end all of them show who is connected, each once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(0, 5, 40), fc.nat(), async (history, slow, seed) => {
      let made = seed
      const delayMs = () => {
        made = (made * 1_103_515_245 + 12_345) % 2 ** 31
        return made % slow
      }
      const people = new People(3, slow > 0 ? delayMs : undefined)
      await people.nodes.quiet()
      for (const step of history) {
        await take(people, step)
        people.listen()
      }
      for (const each of people.nodes.nodes) people.nodes.heal(each)
      await people.nodes.pass(5_000)
      // what is left in a room that nobody opens again is forgotten after a day
      expect(await people.enter(people.nodes.get(0), 'g:last')).toBe(true)
      await people.nodes.pass(OVER_MS)
      await people.nodes.pass(OVER_MS)
      await people.expectTruth()
    }),
    { numRuns: 200 },
  )
}, 60_000)
