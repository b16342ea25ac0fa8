import { changing } from './changing.ts'
import { comeHome, roomsOf, tryRooms } from './come-home.ts'
import { ends } from './ends.ts'
import { identities } from './identities.ts'
import { keepingOrder } from './keeping-order.ts'
import { FAIR_WEATHER } from './network.ts'
import { restoreOrder, settleOrder, tryWriting } from './order-history.ts'
import type { Person } from './person.ts'
import { privateRooms } from './private-rooms.ts'
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
  if (world.order) await settleOrder(world)
  else for (const name of ['Ada', 'Bob', 'Cleo']) world.add(name)
  await world.run(300 * random())
  for (const person of world.people) if (random() < 0.3 && person.loggedIn) person.openTab()
  if (world.privateRooms && !world.order) await settleIn(world)
  // each seed knows a part of all troubles, so that some meet often
  const likely = 0.3 + 0.5 * random()
  const known = (acts: Record<string, () => void>) => Object.entries(acts).filter(() => random() < likely)
  const usual = [talking(world), changing(world), changing(world), weather(world), troubles(world), ends(world)]
  const identified = world.accounts && !world.privateRooms ? [identities(world), identities(world)] : []
  const rooms = world.privateRooms && !world.order ? Array.from({ length: 6 }, () => privateRooms(world)) : []
  const order = world.order ? Array.from({ length: 8 }, () => keepingOrder(world)) : []
  const deeds = [...usual, ...identified, ...rooms, ...order].map(known)
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

/** Before anything fails people have a room or two, and know of them. */
async function settleIn(world: World): Promise<void> {
  await world.run(1_000)
  const deeds = privateRooms(world)
  for (const name of ['a room is made', 'another room is made', 'two are alone'])
    if (world.random() < 0.8) deeds[name]?.()
  await world.run(5_000)
  deeds['everybody looks at their rooms']?.()
  await world.run(3_000)
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
  await restoreOrder(world)
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
  const isSettled = (person: Person) => isDone(world, person)
  for (let round = 0; round < 20 && !(round > 1 && people.every(isSettled)); round++) {
    if (round > 0) comeHome(world)
    await world.run(10_000)
  }
  await tryWriting(world)
  if (world.privateRooms) await tryRooms(world)
  // what was set back may have been noticed only now, and whoever was put out then never was
  comeHome(world)
  // whoever missed a change of members notices at the next one
  world.add('Dora')
  await world.run(30_000 + 10_000 * random())
  world.look()
}

/** Whether nothing of theirs is on its way any more. */
export function isDone(world: World, person: Person): boolean {
  const { gone, loggedIn, tabs } = person
  const rooms = [...person.rooms, ...roomsOf(world, person).map(({ record }) => record.room)]
  return gone || (loggedIn && tabs.every(tab => rooms.every(name => isQuiet(tab, name))))
}

function isQuiet(tab: Tab, name: string): boolean {
  const room = tab.room(name)
  return tab.client.status.status === 'online' && room.state.status === 'joined' && room.drafts.length === 0
}
