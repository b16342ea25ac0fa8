import { actionOf } from './order-judge.ts'
import type { Person } from './person.ts'
import { isPrivate } from './places.ts'
import type { Tab } from './tab.ts'
import { ROOMS, type World } from './world.ts'

const A_WHILE_MS = 1_500
const ROUNDS = 12
/** What ends later is waited for by nobody. ms. */
const PATIENCE_MS = 30_000

/** Before anything fails there are two rooms, one of which is not for everybody, and who keeps order there. */
export async function settleOrder(world: World): Promise<void> {
  const owner = world.addAs('Ada', 'password', 'other', '10.0.1.1', [])
  await until(world, () => owner.tabs.length > 0)
  const [tab] = owner.tabs
  tab?.client.connect().catch(() => {})
  await until(world, () => tab?.client.status.status === 'online')
  void tab?.ask('create', each => each.create({ kind: 'open', room: ROOMS[0], title: 'Lobby' }))
  const made = tab?.ask('create', each => each.create({ kind: 'members', title: 'Back room' }))
  await world.run(A_WHILE_MS)
  const back = await Promise.race([made, undefined])
  const others = ['Bob', 'Cleo', 'Dan'].map((name, at) => {
    const kind = name === 'Cleo' ? 'guest' : 'password'
    return world.addAs(name, kind, 'other', `10.0.1.${at + 2}`)
  })
  world.addAs('Finn', 'guest', 'site', '10.0.0.1')
  world.addAs('Gus', 'guest', 'other', '10.0.0.1')
  if (world.random() < 0.5) world.addAs('Hal', 'guest', 'other', '10.0.0.2')
  owner.rooms.push(...ROOMS)
  for (const room of ROOMS) tab?.enter(room)
  await until(world, () => world.people.every(isIn))
  // one of those who keep order came as a guest
  const cleo = others[1]
  for (const each of cleo?.tabs ?? []) each.say(ROOMS[0])
  await world.run(A_WHILE_MS)
  void cleo?.desk.becomeAccount()
  await until(world, () => cleo?.kind === 'password' && cleo.tabs.every(each => each.client.user?.id === cleo.userId))
  for (const person of others) {
    const isMember = person.name === 'Dan'
    const role = isMember ? 'member' : 'moderator'
    void tab?.ask('set role', each => each.setRole(ROOMS[0], person.userId, role))
    if (back) void tab?.ask('invite', each => each.invite(back, person.userId))
  }
  await world.run(A_WHILE_MS)
  if (back) for (const person of others) void person.tabs[0]?.ask('accept', each => each.answer(back, true))
  await world.run(A_WHILE_MS)
  if (back) {
    for (const person of others.slice(0, 2))
      void tab?.ask('set role', each => each.setRole(back, person.userId, 'moderator'))
    for (const person of [owner, ...others]) person.visit(back)
  }
  await world.run(A_WHILE_MS)
  for (const person of [owner, ...others.slice(0, 2)]) person.stays = true
  world.disk.sync()
}

/** Everything that was laid on people is lifted by who may, or waited for, and the rooms are as before. */
export async function restoreOrder(world: World): Promise<void> {
  const { order, places } = world
  if (!order) return
  const { book } = order
  for (let round = 0; round < ROUNDS; round++) {
    const left = [...places.rooms.keys()].flatMap(room => {
      const tab = keeperOf(world, room)
      const laid = book.laidIn(room).filter(({ user }) => !user.startsWith('ip:'))
      const waiting = book.waitingIn(room)
      const isSet = book.isLocked(room) || Object.keys(book.filtersOf(room) ?? {}).length > 0
      if (laid.length + waiting.length === 0 && !isSet) return []
      for (const { user, kind } of laid)
        if (kind !== 'watch') void tab?.order(`lift ${kind}`, each => each.lift(room, user, kind))
      for (const { id } of waiting) void tab?.order('resolve', each => each.resolve(room, id, world.random() < 0.7))
      void tab?.order('filter', each => each.setFilters(room, {}))
      void tab?.ask('set', each => each.change(room, { locked: false, slowMs: 0 }))
      return tab ? [room] : []
    })
    await world.run(2 * A_WHILE_MS)
    if (left.length === 0) break
  }
  await world.run(PATIENCE_MS)
  // nobody is there who could lift it
  for (const person of world.people) if (!person.gone && person.loggedIn && isKeptOut(world, person)) giveUp(person)
}

/** With everything lifted whoever is here writes in every room of theirs. */
export async function tryWriting(world: World): Promise<void> {
  const { order, places, disk } = world
  if (!order) return
  const said: { person: Person; room: string; text: string }[] = []
  for (const person of world.people) {
    const tab = person.tabs.find(({ alive, over }) => alive && !over)
    if (!tab || person.gone) continue
    for (const room of places.rooms.keys()) {
      if (tab.room(room).state.status !== 'joined' || order.book.isLocked(room)) continue
      const before = new Set(tab.room(room).drafts.map(({ cid }) => cid))
      tab.say(room)
      const draft = tab.room(room).drafts.find(({ cid }) => !before.has(cid))
      if (draft) said.push({ person, room, text: draft.text })
    }
  }
  await world.run(10_000)
  for (const { person, room, text } of said) {
    const isThere = disk.find(text)?.room === room
    const waits = order.book.waitingIn(room).some(each => each.text === text)
    const isBlocked = actionOf(order.book.filtersOf(room), text) === 'block'
    if (!isThere && !waits && !isBlocked && !person.gone && mayWrite(world, person, room))
      world.broken(`${person.name} may write in ${room} again, and ${text} is not there`)
  }
}

function mayWrite(world: World, { userId }: Person, room: string): boolean {
  const isSeated = !isPrivate(room) || world.places.roleOf(room, userId) !== undefined
  const laid = world.order?.book.lasting(userId, room, ['mute', 'kick', 'ban']) ?? []
  return isSeated && laid.length === 0
}

function isKeptOut(world: World, { userId }: Person): boolean {
  const rooms = [...world.places.rooms.keys()]
  return rooms.some(room => (world.order?.book.lasting(userId, room, ['mute', 'kick', 'ban']) ?? []).length > 0)
}

function giveUp(person: Person): void {
  person.leaveForGood()
  for (const tab of [...person.tabs]) person.closeTab(tab, 'close')
}

/** Somebody who keeps order and is not kept from it. */
function keeperOf(world: World, room: string): Tab | undefined {
  for (const role of ['owner', 'moderator'] as const) {
    for (const person of world.people) {
      if (person.gone || world.places.roleOf(room, person.userId) !== role) continue
      const isFree = (world.order?.book.lasting(person.userId, room, ['mute', 'kick', 'ban']) ?? []).length === 0
      const tab = person.tabs.find(({ alive, over, client }) => alive && !over && client.status.status === 'online')
      if (tab && isFree) return tab
    }
  }
  return undefined
}

function isIn({ tabs, rooms }: Person): boolean {
  return tabs.some(tab => rooms.every(room => tab.room(room).state.status === 'joined'))
}

async function until(world: World, isSo: () => boolean): Promise<void> {
  for (let round = 0; round < 40 && !isSo(); round++) await world.run(250)
}
