import type { RoomSummary } from '../../sdk/protocol/records.ts'
import type { RoomsReply } from '../../sdk/protocol/replies.ts'
import { roomsOf } from './come-home.ts'
import { countsAt } from './counts.ts'
import { firstDifference } from './lines.ts'
import type { Person } from './person.ts'
import { isPrivate, type MadeRoom } from './places.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

const A_WHILE_MS = 2_000

/** What somebody is told of their rooms is what was stored, and every count is that of who looks at every event. */
export async function judgeRooms(world: World): Promise<void> {
  for (const person of world.people) {
    const tab = person.tabs.find(({ alive, over }) => alive && !over)
    if (person.gone || person.kind === 'guest' || !tab) continue
    const told: RoomSummary[] = []
    let after: string | undefined
    do {
      const page = (await pageOf(world, tab, after)) ?? (await pageOf(world, tab, after))
      if (!page) world.broken(`${tab.name} is not told its rooms in the end`)
      told.push(...(page?.rooms ?? []))
      after = page?.next
    } while (after !== undefined)
    const shown = told.filter(({ room }) => isPrivate(room)).map(lineOf)
    const difference = firstDifference(dueTo(world, person, told), shown)
    if (difference) world.broken(`the rooms of ${person.name} ${difference}`)
  }
}

/** Undefined: the connection has ended meanwhile. */
async function pageOf(world: World, tab: Tab, after: string | undefined): Promise<RoomsReply | undefined> {
  const asked = tab.ask('rooms', each => each.rooms({ after, limit: 5 }))
  await world.run(A_WHILE_MS)
  // nothing happens while nobody lets the time go on
  return Promise.race([asked, undefined])
}

/** Their places and invitations, by name. */
function dueTo(world: World, person: Person, told: readonly RoomSummary[]): string[] {
  const invited = [...world.places.rooms.values()].filter(each => each.invited.has(person.userId))
  const lines = new Map(invited.map(({ record }) => [record.room, `${namesOf(record)} invited`]))
  for (const each of roomsOf(world, person)) {
    const { room } = each.record
    const read = told.find(one => one.room === room)?.read ?? 0
    lines.set(room, placeOf(world, each, person.userId, read))
  }
  return [...lines.keys()].sort().map(room => lines.get(room) ?? '')
}

function placeOf(world: World, { record, members }: MadeRoom, userId: string, read: number): string {
  const { room, locked, pair } = record
  const role = members.get(userId) ?? ''
  const other = pair?.find(each => each !== userId)
  const isQuiet = other ? world.places.blocks.has(`${other} ${userId}`) : locked && role === 'member'
  const events = world.disk.events(room)
  const { unread, mentions } = countsAt(events, events.length, read, world.disk.idsOf(userId))
  return `${namesOf(record)} ${role} ${isQuiet ? 'reads' : 'writes'} ${read} ${unread} ${mentions} ${other ?? ''}`
}

function lineOf({ role, can, read, unread, mentions, peer, ...room }: RoomSummary): string {
  if (role === 'invited') return `${namesOf(room)} invited`
  return `${namesOf(room)} ${role} ${can.includes('send') ? 'writes' : 'reads'} ${read} ${unread} ${mentions} ${peer?.id ?? ''}`
}

const namesOf = ({ room, kind, title, topic }: Pick<RoomSummary, 'room' | 'kind' | 'title' | 'topic'>) =>
  `${room} ${kind} ${title ?? ''} ${topic ?? ''}`
