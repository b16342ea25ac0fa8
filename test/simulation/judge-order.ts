import type { Person } from './person.ts'
import { isPrivate } from './places.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

/** An answer takes no longer. ms. */
const TRAVEL_MS = 5_000

/** What was told to wait has become of what the store says, and what everybody shows of themselves is so. */
export function judgeOrder(world: World): void {
  const { order, ledger, disk } = world
  if (!order) return
  for (const { held, request, room } of ledger.posted) {
    if (held === undefined || !('text' in request)) continue
    const hold = order.book.holds.get(held)
    const stored = disk.find(request.text)
    if (!hold && !order.book.isSetBack) world.broken(`${request.text} was told to wait, and is lost`)
    if (!hold) continue
    if (hold.state === 'approved' && stored?.room !== room && disk.lost.size === 0)
      world.broken(`${request.text} was let in, and is not there`)
    if (hold.state !== 'approved' && stored) world.broken(`${request.text} is ${hold.state}, and is there`)
  }
  for (const person of world.people) {
    if (person.gone) continue
    for (const tab of person.tabs) if (tab.alive && !tab.over) judgeInfo(world, person, tab)
  }
}

function judgeInfo(world: World, { userId }: Person, tab: Tab): void {
  const { places, order, serverNow, network } = world
  // what did not arrive is told with the next join, which does not come here
  if (!order || network.lost > 0 || order.book.time.wasSetBack) return
  for (const room of places.rooms.keys()) {
    const role = places.roleOf(room, userId)
    if (!tab.stores.has(room) || (isPrivate(room) && !role)) continue
    const { info } = tab.room(room)
    // of what the store took without saying so nobody is told but who joins since
    const isUnsure = (tab.joinedAt.get(room) ?? 0) < order.book.recoveredAt + TRAVEL_MS
    if (tab.room(room).state.status !== 'joined' || isUnsure) continue
    const lasting = order.book.lasting(userId, room)
    const due = lasting.map(({ kind, until }) => `${kind} ${until}`).sort()
    const told = (info.sanctions ?? [])
      .filter(({ until = Number.POSITIVE_INFINITY }) => until > serverNow)
      .map(({ kind, until }) => `${kind} ${until}`)
      .sort()
    if (due.join() !== told.join())
      world.broken(`${tab.name} shows ${told} as laid on them in ${room}, which is ${due}`)
    const ids = world.disk.idsOf(userId)
    const waits = order.book.waitingIn(room).filter(({ user }) => ids.includes(user.id))
    const dueHeld = waits.map(({ id }) => id)
    const toldHeld = (info.held ?? []).map(({ hold }) => hold)
    const wrong = toldHeld.find(each => !dueHeld.includes(each))
    if (wrong) world.broken(`${tab.name} shows that ${wrong} of theirs waits in ${room}, which is none`)
    // one that another tab has sent since is not told
    const isOwn = ({ cid }: { cid: string }) => world.ledger.byCid(cid)?.tab === tab.name
    const missing = waits.find(each => isOwn(each) && !toldHeld.includes(each.id))
    if (missing) world.broken(`${tab.name} does not show that ${missing.text} waits in ${room}`)
    const known = userId.startsWith('a:') ? 'user' : 'guest'
    if (info.role !== (role ?? known))
      world.broken(`${tab.name} shows to be ${info.role} in ${room}, and is ${role ?? known}`)
    const isSilent = lasting.some(({ kind }) => kind === 'mute')
    const isClosed = order.book.isLocked(room) && !(role === 'owner' || role === 'moderator')
    const mayWrite = tab.room(room).can?.has('send') ?? false
    if (mayWrite === (isSilent || isClosed))
      world.broken(`${tab.name} shows that they ${mayWrite ? 'may' : 'may not'} write in ${room}`)
  }
}
