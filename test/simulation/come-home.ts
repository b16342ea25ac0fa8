import type { ActivityEvent } from '../../sdk/protocol/events.ts'
import { countsAt } from './counts.ts'
import type { Person } from './person.ts'
import type { MadeRoom } from './places.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

/** More than a mark, and what is told of it, takes while everything works. ms. */
const WHILE_MS = 4_000

/** Those of the people who are there that have rooms of their own. */
export function roomsOf(world: World, { gone, loggedIn, userId }: Person): MadeRoom[] {
  return gone || !loggedIn ? [] : world.places.of(userId)
}

/** Everybody goes to all rooms in which they have a place. */
export function comeHome(world: World): void {
  for (const person of world.people) for (const { record } of roomsOf(world, person)) person.visit(record.room)
}

/** With everything working: what two devices of one person say of a room, and what one hears of a room that is not open. */
export async function tryRooms(world: World): Promise<void> {
  for (const person of world.people) {
    const found = roomsOf(world, person).find(({ record }) => world.disk.events(record.room).length > 1)
    if (!found || person.tabs.length === 0) continue
    await readOutOfOrder(world, person, found.record.room)
    await hearOfOthers(world, person, found)
    return
  }
}

/** The highest counts, whichever device says it last. */
async function readOutOfOrder(world: World, person: Person, room: string): Promise<void> {
  if (person.tabs.length < 2) person.openTab()
  await world.run(WHILE_MS)
  const [one, two] = person.tabs
  const head = world.disk.events(room).length
  // a mark goes with the connection that there is; one that ends, as its token does, may take it with it
  const lines = () => [one, two].map(lineOf)
  const before = lines()
  void one?.ask('unread', each => each.markUnread(room, 0))
  await world.run(WHILE_MS)
  for (const [tab, upTo] of [
    [one, head],
    [two, 1],
  ] as const) {
    void tab?.ask('read', async each => each.markRead(room, upTo))
    await world.run(WHILE_MS)
  }
  const state = await stateOf(world, one, room)
  if (!before.every((line, at) => line && line === lines()[at])) return
  // a store that was set back before has noticed it only now
  if (world.disk.events(room).length < head) return
  if (state && state.read !== head) world.broken(`${person.name} has read ${head} of ${room}, and is at ${state.read}`)
}

/** Who does not have a room open that somebody writes in is told so, and what they have not read. */
async function hearOfOthers(world: World, person: Person, { record, members }: MadeRoom): Promise<void> {
  const { room } = record
  const writer = world.people.find(
    each => each !== person && members.has(each.userId) && !each.gone && each.tabs.length > 0,
  )
  const [tab] = person.tabs
  if (!writer || !tab || !world.places.mayWrite(room, writer.userId)) return
  const line = lineOf(tab)
  let heard: ActivityEvent['rooms'][string] | undefined
  const end = tab.client.on('activity', ({ rooms }) => {
    heard = rooms[room] ?? heard
  })
  void tab.room(room).leave()
  await world.run(WHILE_MS)
  writer.tabs[0]?.say(room)
  const before = world.disk.events(room).length
  await world.run(2 * WHILE_MS)
  end()
  const events = world.disk.events(room)
  if (events.length > before && line && line === lineOf(tab)) {
    const read = (await stateOf(world, tab, room))?.read ?? 0
    const due = countsAt(events, events.length, read, world.disk.idsOf(person.userId))
    if (!heard) world.broken(`${person.name} does not hear of what ${writer.name} wrote in ${room}`)
    else if (heard.upTo !== events.length || heard.unread !== due.unread || heard.mentions !== due.mentions)
      world.broken(`${person.name} hears ${JSON.stringify(heard)} of ${room}, which is ${JSON.stringify(due)}`)
  }
  tab.visit(room)
  await world.run(WHILE_MS)
}

/** The connection of a tab; undefined: it has none. */
const lineOf = (tab: Tab | undefined) => (tab?.client.status.status === 'online' && !tab.over ? tab.socket : undefined)

async function stateOf(world: World, tab: Tab | undefined, room: string) {
  const asked = tab?.ask('rooms', each => each.rooms())
  await world.run(WHILE_MS)
  // nothing happens while nobody lets the time go on
  const reply = await Promise.race([asked, undefined])
  return reply?.rooms.find(each => each.room === room)
}
