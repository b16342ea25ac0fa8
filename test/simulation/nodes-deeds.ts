import { anyOf, type Deeds, someone } from './choose.ts'
import type { Nodes } from './nodes.ts'
import { CALM_ENGINE } from './simulated-redis.ts'
import type { World } from './world.ts'

/** What befalls the nodes. */
export function nodeDeeds(world: World, nodes: Nodes): Deeds {
  const { clock, random } = world
  const node = () => anyOf(world, [...nodes.all])
  const prepare = () => {
    const quiet = random() < 0.2
    const clientMs = quiet ? (random() < 0.5 ? 3_000 * random() : Number.POSITIVE_INFINITY) : 0
    world.ending = { downArrives: !quiet && random() < 0.6, upArrives: false, clientMs, serverMs: 0 }
  }
  const cut = (ms: number) => {
    const one = node()
    one?.engine.cut(random() < 0.5)
    clock.after(ms, () => one?.engine.heal())
  }
  return {
    'kill a node': () => {
      prepare()
      node()?.kill('killed')
    },
    'kill a node at a port': () => {
      prepare()
      const one = node()
      const call = anyOf(world, ['send', 'publish', 'subscribe'] as const) ?? 'send'
      const when = random() < 0.5 ? 'before' : 'after'
      if (one) one.plan = { call, skip: Math.floor(12 * random() ** 2), when }
    },
    'stop a node': () => {
      const one = node()
      one?.freeze()
      clock.after(random() < 0.7 ? 4_000 * random() : 25_000 * random(), () => one?.thaw())
    },
    'drain a node': () => {
      prepare()
      void node()?.stop()
    },
    'rolling restart': () => {
      let ms = 0
      for (const each of nodes.all) {
        clock.after(ms, () => {
          prepare()
          void each.stop()
        })
        ms += 1_500
      }
    },
    'one more node': () => {
      if (nodes.all.size < 4) nodes.start()
    },
    'cut off from Redis': () => cut(4_000 * random()),
    'cut off for long': () => cut(15_000 + 10_000 * random()),
    deaf: () => node()?.engine.deafen(),
    'all deaf': () => {
      for (const each of nodes.all) each.engine.deafen()
    },
  }
}

/** What people do about their logins. */
export function loginDeeds(world: World, nodes: Nodes): Deeds {
  const { network, people, random } = world
  const logOut = async () => {
    const person = someone(world)
    if (!person?.login || people.filter(({ gone }) => !gone).length < 3) return
    const { token } = person.login
    if (person.tabs.length < 2) person.openTab()
    await new Promise<void>(resolve => world.clock.after(1_000 * random(), resolve))
    // all their pages stay as they are: it is for the server to end them
    person.leaveForGood()
    const asked = { method: 'POST', headers: { authorization: `Bearer ${token}` } }
    const answer = await network.fetch('http://localhost/logout', asked).catch(() => undefined)
    if (answer?.ok) nodes.loggedOut.set(person, token)
    world.trace.add(person.name, answer?.ok ? 'is logged out everywhere' : 'may be logged out')
  }
  const namesake = () => {
    const other = someone(world)?.login?.user.name
    if (other === undefined || people.length >= 8) return
    const name = `Twin${people.length}`
    world.wanted.set(name, other)
    world.add(name)
  }
  return { 'log out everywhere': () => void logOut(), namesake, 'another namesake': namesake }
}

/** How Redis fares. */
export function engineDeeds(world: World, nodes: Nodes): Deeds {
  const { clock, random } = world
  const { redis } = nodes
  return {
    'slow engine': () => {
      redis.fare({ callMs: 1_200 * random() ** 3, toldMs: 800 * random() ** 3 })
    },
    'failing calls': () => {
      const failing = random() < 0.5 ? 0 : 0.3 * random()
      redis.fare({ failing, breaking: random() < 0.5 ? 0 : 0.1 * random() })
    },
    'calm engine': () => redis.fare(CALM_ENGINE),
    'engine stands still': () => redis.standStill(random() < 0.5 ? 1_500 * random() : 5_000 * random()),
    'memory full': () => {
      redis.server.isFull = true
      clock.after(4_000 * random(), () => {
        redis.server.isFull = false
      })
    },
    'engine restarts': () => void nodes.replace(2_500 * random() ** 2),
    failover: () => {
      const isEmpty = random() < 0.25
      const copy = isEmpty ? { ...nodes.copy(), data: new Map(), size: 0 } : nodes.copy()
      const lagMs = random() < 0.4 ? 0 : 1_500 * random() ** 2
      clock.after(lagMs, () => void nodes.replace(2_500 * random() ** 2, copy))
    },
  }
}
