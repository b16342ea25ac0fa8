import { changing } from './changing.ts'
import { isDone } from './history.ts'
import { FAIR_WEATHER } from './network.ts'
import type { Nodes } from './nodes.ts'
import { engineDeeds, loginDeeds, nodeDeeds } from './nodes-deeds.ts'
import { CALM_ENGINE } from './simulated-redis.ts'
import { talking } from './talking.ts'
import { troubles } from './troubles.ts'
import { weather } from './weather.ts'
import type { World } from './world.ts'

const STEPS = 14
/** By then nobody takes a dead node for alive, and what was lost without a sign was found. ms. */
const LEASE_MS = 30_000

/** One seed's history of several nodes: people talk while everything fails as the seed says. */
export async function liveOnNodes(world: World, nodes: Nodes): Promise<void> {
  const { random } = world
  await world.run(600)
  for (const name of ['Ada', 'Bob', 'Cleo']) world.add(name)
  await world.run(500 + 300 * random())
  for (const person of world.people) if (random() < 0.3 && person.loggedIn) person.openTab()
  if (random() < 0.3) nodes.redis.fare({ losing: 0.3 * random() })
  const likely = 0.3 + 0.5 * random()
  const known = (acts: Record<string, () => void>) => Object.entries(acts).filter(() => random() < likely)
  const { steward } = nodes
  const ofSteward = {
    mute: () => void steward.mute(),
    'mute of the deaf': () => void steward.mute(true),
    seat: () => void steward.seat(),
    'seat again': () => void steward.seat(),
    'seat and die': () => void steward.seat(true),
    'seat and die again': () => void steward.seat(true),
  }
  const { delay, doubling, losing } = weather(world)
  const usual = [talking(world), talking(world), changing(world), troubles(world)]
  const others = [
    nodeDeeds(world, nodes),
    nodeDeeds(world, nodes),
    engineDeeds(world, nodes),
    loginDeeds(world, nodes),
    ofSteward,
  ]
  const all = [...usual, ...others, { delay, doubling, losing } as Record<string, () => void>]
  const deeds = all.map(known)
  for (let step = 0; step < STEPS; step++) {
    const acts = deeds[Math.floor(random() * deeds.length)] ?? []
    const act = acts[Math.floor(random() * acts.length)]
    if (act) {
      world.trace.add('seed', act[0])
      act[1]()
    }
    await world.run(1_500 * random() ** 2)
    world.look()
  }
}

/** Everything works again, and whoever is there has time to notice. */
export async function healNodes(world: World, nodes: Nodes): Promise<void> {
  const { network, people } = world
  world.trace.add('seed', 'everything heals')
  Object.assign(network.weather, FAIR_WEATHER)
  const { redis } = nodes
  redis.fare(CALM_ENGINE)
  for (const node of nodes.all) {
    node.plan = undefined
    node.thaw()
    node.engine.heal()
  }
  await world.run(6_000)
  redis.server.isFull = false
  await world.during(nodes.steward.heal())
  for (const socket of network.sockets) socket.slowUntil = Math.min(socket.slowUntil, network.clock.now())
  for (const person of people) {
    const isEndedHere = person.gone && (nodes.hasLost || !nodes.loggedOut.has(person))
    if (isEndedHere) for (const tab of [...person.tabs]) person.closeTab(tab, 'close')
    if (person.gone) continue
    if (person.tabs.length === 0 && person.loggedIn) person.openTab()
    for (const tab of person.tabs) {
      tab.client.connect().catch(() => {})
      for (const room of person.rooms)
        tab
          .room(room)
          .join()
          .catch(() => {})
    }
  }
  // whoever missed a change of members notices at the next one
  if (network.lost > 0 || redis.lost > 0) world.add('Dora')
  await world.run(LEASE_MS)
  for (let round = 0; round < 15 && !people.every(person => isDone(world, person)); round++) await world.run(5_000)
  world.look()
}
