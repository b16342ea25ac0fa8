import type { RoomStore } from '../../sdk/store/room-store.ts'
import type { LogItem } from '../../sdk/store/view-model.ts'
import type { Person } from './person.ts'
import type { Tab } from './tab.ts'
import { ROOMS, type World } from './world.ts'

type Shown = Extract<LogItem, { kind: 'message' }>

/** After everything has healed: is all true that was promised? Returns the number of messages. */
export async function judge(world: World): Promise<number> {
  const tabs = world.people.filter(({ gone }) => !gone).flatMap(({ tabs }) => tabs)
  const read = await readEverything(world, tabs)
  for (const room of ROOMS) judgeStore(world, room)
  for (const posted of world.ledger.posted.values()) {
    const stored = world.disk.find(posted.text)
    if (posted.ack && !stored && !world.disk.lost.has(posted.ack.id))
      world.broken(`${posted.text} was acknowledged and is lost`)
    if (!stored && !posted.dropped && !posted.ack) world.broken(`${posted.text} was never stored`)
  }
  for (const person of world.people) if (!person.gone) judgePerson(world, person, read)
  if (world.faults.length > 0) throw new Error(world.faults[0])
  return ROOMS.reduce((sum, room) => sum + world.disk.events(room).length, 0)
}

/** What each saw who read to the end, then back to the beginning, as people would; rows far from what is read go. */
async function readEverything(world: World, tabs: readonly Tab[]): Promise<ReadonlyMap<RoomStore, readonly Shown[]>> {
  const read = new Map<RoomStore, Shown[]>()
  for (const tab of tabs) for (const store of tab.stores.values()) read.set(store, [])
  for (let round = 0; round < 100; round++) {
    world.look()
    let asked = false
    for (const [store, seen] of read) if (readMore(store, seen)) asked = true
    if (!asked) break
    await world.run(200)
  }
  for (const [store] of read) {
    if (store.view.log.older !== 'none') world.broken('history has no end')
    store.reading = undefined
  }
  await world.run(200)
  world.look()
  return read
}

/** Puts what is above `seen` before it; false: it is the whole log. */
function readMore(store: RoomStore, seen: Shown[]): boolean {
  const { older, newer } = store.view.log
  const shown = messagesOf(store)
  if (seen.length === 0 && newer !== 'none') {
    store.reading = shown.at(-1)?.key
    if (newer !== 'loading') store.dispatch({ type: 'newer' })
    return true
  }
  const at = seen.length === 0 ? shown.length : shown.findIndex(({ key }) => key === seen[0]?.key)
  seen.unshift(...shown.slice(0, Math.max(0, at)))
  store.reading = shown[0]?.key
  if (older === 'more' || older === 'failed') store.dispatch({ type: 'older' })
  return older !== 'none'
}

function messagesOf(store: RoomStore): Shown[] {
  return store.view.log.items.filter(item => item.kind === 'message')
}

function judgeStore(world: World, room: string): void {
  const { disk, ledger } = world
  const broken = (what: string) => world.broken(what)
  const seen = new Set<string>()
  // what one page sends is stored in its order
  const last = new Map<string, number>()
  for (const event of disk.events(room)) {
    if (event.type !== 'new_message') continue
    const { text, user, cid } = event
    const posted = ledger.posted.get(text)
    if (seen.has(text)) broken(`${text} is stored twice`)
    seen.add(text)
    if (posted?.room !== room || posted.cid !== cid) broken(`${text} in ${room} was never written there`)
    else if (posted.userId !== '' && posted.userId !== user.id) broken(`${text} is stored as of ${user.name}`)
    const order = Number(text.slice(1))
    // drafts that other tabs took over go as they come
    if (!posted || posted.ack?.tab !== posted.tab) continue
    const before = last.get(posted.tab) ?? 0
    if (order < before) broken(`${posted.tab} wrote ${text} before t${before}, and it is stored behind it`)
    last.set(posted.tab, order)
  }
}

function judgePerson(world: World, person: Person, read: ReadonlyMap<RoomStore, readonly Shown[]>): void {
  const fault = (tab: Tab, what: string) => world.broken(`${tab.name}: ${what}`)
  if (person.tabs.length === 0) world.broken(`${person.name} has no tab`)
  const names = world.people.filter(({ gone }) => !gone).map(({ userId }) => userId)
  for (const tab of person.tabs) {
    if (tab.client.status.status !== 'online') fault(tab, `is ${tab.client.status.status} in the end`)
    for (const [name, store] of tab.stores) {
      const { room, view } = store
      if (room.state.status !== 'joined') fault(tab, `${name} is ${room.state.status} in the end`)
      for (const { cid, state } of room.drafts) fault(tab, `draft ${cid} is ${state.status} in the end`)
      const shown = read.get(store) ?? []
      const stuck = shown.find(({ delivery }) => delivery.status !== 'sent')
      if (stuck) fault(tab, `${stuck.text} is ${stuck.delivery.status} in the end`)
      const stored = world.disk
        .oracle(name)
        .messages()
        .map(({ text }) => text)
      const difference = firstDifference(
        stored,
        shown.map(({ text }) => text),
      )
      if (difference) fault(tab, `${name} ${difference}`)
      const atEnd = messagesOf(store).map(({ text }) => text)
      const differenceAtEnd = firstDifference(stored.slice(-Math.max(1, atEnd.length)), atEnd)
      if (differenceAtEnd) fault(tab, `the end of ${name} ${differenceAtEnd}`)
      const members = firstDifference([...names].sort(), view.people.users.map(({ id }) => id).sort())
      if (members) fault(tab, `members of ${name} ${members}`)
      if (view.people.count !== names.length) fault(tab, `counts ${view.people.count} members of ${names.length}`)
      if (view.typing.length > 0) fault(tab, `${view.typing[0]?.name} types for ever`)
    }
  }
}

function firstDifference(wanted: readonly string[], got: readonly string[]): string | undefined {
  const at = wanted.findIndex((each, index) => each !== got[index])
  if (at < 0 && wanted.length === got.length) return undefined
  const place = at < 0 ? wanted.length : at
  return `differ at ${place + 1} of ${wanted.length}: ${wanted[place]} is ${got[place]}`
}
