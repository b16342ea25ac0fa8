import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { RoomStore } from '../../sdk/store/room-store.ts'
import type { LogItem } from '../../sdk/store/view-model.ts'
import { isTrue } from './acknowledged.ts'
import { roomsOf } from './come-home.ts'
import { judgeFreshReader, seenBy } from './fresh-reader.ts'
import { isDone } from './history.ts'
import { judgeOrder } from './judge-order.ts'
import { judgeRooms } from './judge-rooms.ts'
import type { Posted } from './ledger.ts'
import { firstDifference, lineOf } from './lines.ts'
import { withKnownMarks } from './own-marks.ts'
import type { Person } from './person.ts'
import { isPrivate } from './places.ts'
import type { Tab } from './tab.ts'
import { ROOMS, type World } from './world.ts'

type Shown = Extract<LogItem, { kind: 'message' }>

/** After everything has healed: is all true that was promised? Returns the number of messages. */
export async function judge(world: World): Promise<number> {
  if (world.privateRooms) await judgeRooms(world)
  const people = world.people.filter(({ gone }) => !gone)
  const read = await readEverything(
    world,
    people.flatMap(person => person.tabs.flatMap(tab => openIn(world, person, tab).map(([, store]) => store))),
  )
  // where the server's clock was set, a token may end before its page thinks so, also now
  for (let round = 0; round < 20 && !people.every(person => isDone(world, person)); round++) await world.run(1_000)
  const rooms = [...new Set([...ROOMS, ...world.places.rooms.keys()])]
  for (const room of rooms) judgeStore(world, room)
  for (const room of rooms) judgeErased(world, room)
  for (const posted of world.ledger.posted) judgePosted(world, posted)
  judgeWishes(world)
  judgeOrder(world)
  for (const person of world.people) if (!person.gone) judgePerson(world, person, read)
  const present = world.people.find(({ gone }) => !gone)
  if (present) await judgeFreshReader(world, present)
  if (world.faults.length > 0) throw new Error(world.faults[0])
  return rooms.reduce((sum, room) => sum + world.disk.events(room).length, 0)
}

/** Whoever is not shown. */
const NOBODY = { id: '', name: '' }

/** The rooms of a tab that its person may read. */
function openIn({ places }: World, { userId }: Person, { stores }: Tab): [string, RoomStore][] {
  return [...stores].filter(([room]) => !isPrivate(room) || places.roleOf(room, userId))
}

/** What each saw who read to the end, then back to the beginning, as people would; rows far from what is read go. */
async function readEverything(
  world: World,
  stores: readonly RoomStore[],
): Promise<ReadonlyMap<RoomStore, readonly Shown[]>> {
  const read = new Map<RoomStore, Shown[]>()
  for (const store of stores) read.set(store, [])
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
  for (const { type, user = NOBODY, cid, ...event } of disk.events(room)) {
    // people and rooms are judged by the places that came of it
    if (type === 'member_changed' || type === 'room_changed') continue
    const posted = ledger.byCid(cid)
    const what = 'text' in event ? event.text : `${type} ${cid}`
    if (seen.has(cid)) broken(`${what} is stored twice`)
    seen.add(cid)
    // somebody who asked as a stranger had got a place by then
    if (isPrivate(room) && /^s\d/.test(cid)) continue
    if (cid.startsWith('erase-') && disk.everRemoved.has(user.id)) continue
    // what goes with a sanction is judged where it is written
    if (world.order && cid.startsWith('clean-')) continue
    if (posted?.room !== room || !isOf(posted, type, what)) broken(`${what} in ${room} was never written there`)
    else if (posted.userId !== '' && !disk.isSame(posted.userId, user.id))
      broken(`${what} is stored as of ${user.name}`)
    // drafts that other tabs took over go as they come
    if (type !== 'new_message' || !posted || posted.ack?.tab !== posted.tab) continue
    // one that was refused for what it answers went again later, and one that waited was let in later
    if (posted.retried || posted.held !== undefined) continue
    const order = Number.parseInt(what.slice(1), 10)
    const before = last.get(posted.tab) ?? 0
    if (order < before) broken(`${posted.tab} wrote ${what} before t${before}, and it is stored behind it`)
    last.set(posted.tab, order)
  }
}

/** Of who was removed nothing is left but places. */
function judgeErased(world: World, room: string): void {
  const { removed } = world.disk
  if (removed.size === 0) return
  for (const { id, user, deleted, reactions = [] } of world.disk.oracle(room).messages()) {
    if (removed.has(user.id) && !deleted) world.broken(`${id} in ${room} is there, and ${user.id} was removed`)
    for (const { emoji, users } of reactions)
      if (users.some(each => removed.has(each.id))) world.broken(`${emoji} at ${id} is of somebody who was removed`)
  }
}

function isOf({ request }: Posted, type: DurableEvent['type'], what: string): boolean {
  if ('text' in request && request.text !== what) return false
  return type in REQUEST_OF && REQUEST_OF[type as keyof typeof REQUEST_OF] === request.type
}

const REQUEST_OF = {
  new_message: 'send_message',
  message_edited: 'edit_message',
  message_deleted: 'delete_message',
  reaction: 'react',
  message_pinned: 'pin_message',
} as const

/** What was acknowledged is there, and whatever was asked for came to an end. */
function judgePosted(world: World, posted: Posted): void {
  const { cid, request, room, ack, held, refused } = posted
  const dropped = posted.dropped || (isPrivate(room) && world.places.wasBarred(room, posted.userId, posted.at))
  const what = 'text' in request ? request.text : `${request.type} ${cid}`
  if (isTrue(world.disk, posted)) world.broken(`${what} was acknowledged and is lost`)
  if (!ack && !held && !refused && !dropped && !(request.type === 'send_message' && world.disk.find(request.text)))
    world.broken(`${what} was never stored`)
}

/** What one page wished last about a reaction is so, unless it was refused, given up or lost. */
function judgeWishes(world: World): void {
  if (world.disk.lost.size > 0) return
  for (const [key, wishes] of world.ledger.wishes) {
    const [room = '', userId = '', messageId = '', emoji = ''] = JSON.parse(key) as string[]
    const last = wishes.at(-1)
    const settled = wishes.every(({ tab, posted }) => tab === last?.tab && posted.ack?.tab === tab && !posted.dropped)
    const oracle = world.disk.oracle(room)
    const message = oracle.get(messageId)
    // what one wished as a guest is in the name of another id
    if (world.disk.isOneOfSeveral(userId)) continue
    if (!settled || !message || message.deleted) continue
    const has = oracle.own(userId).get(message.seq)?.includes(emoji) ?? false
    if (has !== last?.on) world.broken(`${emoji} at ${messageId} was to be ${last?.on} in the end, and is ${has}`)
  }
}

function judgePerson(world: World, person: Person, read: ReadonlyMap<RoomStore, readonly Shown[]>): void {
  const fault = (tab: Tab, what: string) => world.broken(`${tab.name}: ${what}`)
  if (person.tabs.length === 0) world.broken(`${person.name} has no tab`)
  const there = world.people.filter(({ gone }) => !gone)
  const isIn = (room: string) => (each: Person) =>
    !isPrivate(room) || roomsOf(world, each).some(({ record }) => record.room === room)
  for (const tab of person.tabs) {
    if (tab.client.status.status !== 'online') fault(tab, `is ${tab.client.status.status} in the end`)
    for (const [name, { room }] of tab.stores)
      if (isPrivate(name) && !world.places.roleOf(name, person.userId) && room.state.status === 'joined')
        fault(tab, `is in ${name} in the end, and has no place there`)
    for (const [name, store] of openIn(world, person, tab)) {
      const { room, view } = store
      const names = there.filter(isIn(name)).map(({ userId }) => userId)
      if (room.state.status !== 'joined') fault(tab, `${name} is ${room.state.status} in the end`)
      for (const { cid, state } of room.drafts) fault(tab, `draft ${cid} is ${state.status} in the end`)
      const shown = read.get(store) ?? []
      const stuck = shown.find(({ delivery }) => delivery.status !== 'sent')
      if (stuck) fault(tab, `${stuck.text} is ${stuck.delivery.status} in the end`)
      const stored = withKnownMarks(world, tab, seenBy(world, name, person), shown).map(lineOf)
      const difference = firstDifference(stored, shown.map(lineOf))
      if (difference) fault(tab, `${name} ${difference}`)
      const atEnd = messagesOf(store).map(lineOf)
      const differenceAtEnd = firstDifference(stored.slice(-Math.max(1, atEnd.length)), atEnd)
      if (differenceAtEnd) fault(tab, `the end of ${name} ${differenceAtEnd}`)
      if (view.log.stale || shown.some(({ edit }) => edit)) fault(tab, `${name} still waits for changes in the end`)
      const told = shown.filter(({ id }) => room.message(id ?? ''))
      const heard = told.flatMap(({ id }) => room.message(id ?? '') ?? []).map(lineOf)
      const unheard = firstDifference(told.map(lineOf), heard)
      if (unheard) fault(tab, `what the client holds of ${name} ${unheard}`)
      // a change of members that did not arrive is noticed at the next one, which does not come here
      if (isPrivate(name) && world.network.lost > 0) continue
      const members = firstDifference([...names].sort(), view.people.users.map(({ id }) => id).sort())
      if (members) fault(tab, `members of ${name} ${members}`)
      if (view.people.count !== names.length) fault(tab, `counts ${view.people.count} members of ${names.length}`)
      if (view.typing.length > 0) fault(tab, `${view.typing[0]?.name} types for ever`)
    }
  }
}
