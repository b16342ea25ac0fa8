import { changing } from './changing.ts'
import { ends } from './ends.ts'
import { identities } from './identities.ts'
import { FAIR_WEATHER } from './network.ts'
import type { Person } from './person.ts'
import { CALM_SITE } from './site.ts'
import type { Tab } from './tab.ts'
import { talking } from './talking.ts'
import { troubles } from './troubles.ts'
import { weather } from './weather.ts'
import { CALM_STORE, type World } from './world.ts'

const STEPS = 30

/** One seed's history: people talk while everything fails as the seed says, then everything heals. */
export async function live(world: World): Promise<void> {
  const { random } = world
  for (const name of ['Ada', 'Bob', 'Cleo']) world.add(name)
  await world.run(300 * random())
  for (const person of world.people) if (random() < 0.3 && person.loggedIn) person.openTab()
  // each seed knows a part of all troubles, so that some meet often
  const likely = 0.3 + 0.5 * random()
  const known = (acts: Record<string, () => void>) => Object.entries(acts).filter(() => random() < likely)
  const usual = [talking(world), changing(world), changing(world), weather(world), troubles(world), ends(world)]
  const deeds = [...usual, ...(world.accounts ? [identities(world), identities(world)] : [])].map(known)
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
export async function heal(world: World): Promise<void> {
  const { network, storeWeather, people, random } = world
  Object.assign(network.weather, FAIR_WEATHER)
  Object.assign(storeWeather, CALM_STORE)
  Object.assign(world.site.weather, CALM_SITE)
  if (world.server) world.server.plan = undefined
  await world.run(15_000)
  for (const socket of network.sockets) socket.slowUntil = Math.min(socket.slowUntil, network.clock.now())
  for (const person of people) {
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
  for (let round = 0; round < 20 && !(round > 1 && people.every(isSettled)); round++) await world.run(10_000)
  // whoever missed a change of members notices at the next one
  world.add('Dora')
  await world.run(30_000 + 10_000 * random())
  world.look()
}

function isSettled({ gone, loggedIn, tabs, rooms }: Person): boolean {
  return gone || (loggedIn && tabs.every(tab => rooms.every(name => isQuiet(tab, name))))
}

function isQuiet(tab: Tab, name: string): boolean {
  const room = tab.room(name)
  return tab.client.status.status === 'online' && room.state.status === 'joined' && room.drafts.length === 0
}
