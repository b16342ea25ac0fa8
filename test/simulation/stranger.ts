import type { ServerFrame } from '../../sdk/protocol/events.ts'
import type { Person } from './person.ts'
import type { World } from './world.ts'

/** One that never was. */
const NO_ROOM = 'priv:AAAAAAAAAAAAAAAAAAAAAA'
const MOST_MS = 5_000
/** What has to do with how much somebody asks, and not of what. */
const BUSY: ReadonlySet<string> = new Set(['rate_limited', 'unavailable', 'too_many'])

/** Somebody with a program of their own asks everything of a room that they have no place in: it is as one that never was. */
export async function askAsStranger(world: World, person: Person, room: string): Promise<void> {
  const { clock, disk, places } = world
  const since = clock.now()
  const socket = world.server?.accept()
  if (!socket) return
  const answers = new Map<number, ServerFrame>()
  const hear = async (count: number) => {
    const end = clock.now() + MOST_MS
    while (answers.size < count && clock.now() < end && !socket.ended) {
      socket.flush()
      socket.read()
      for (const frame of socket.received.splice(0).flatMap(text => JSON.parse(text) as ServerFrame))
        if ('ref' in frame && frame.ref !== undefined) answers.set(frame.ref, frame)
      await new Promise<void>(resolve => clock.after(20, resolve))
    }
  }
  let ref = 1
  socket.say({ type: 'connect', ref, token: person.token })
  await hear(1)
  if (!places.isHidden(room, person.userId, since)) return socket.cut()
  const asks = [room, NO_ROOM].map(each => questions(each, disk.epoch(each), world))
  for (const ask of asks.flat()) socket.say({ ...ask, ref: ++ref })
  await hear(ref)
  const isStranger = places.isHidden(room, person.userId, since)
  const own = answers.get(1)
  if (own && own.type === 'ok' && isStranger && world.server && disk.lost.size === 0) {
    world.trace.add(person.name, `asks ${answers.size} things of ${room} as a stranger`)
    asks[0]?.forEach((ask, at) => {
      const [said, wanted] = [at + 2, at + 2 + (asks[0]?.length ?? 0)].map(each => saidIn(answers.get(each)))
      if (said !== undefined && wanted !== undefined && said !== wanted)
        world.broken(
          `a stranger who asks ${ask.type} of ${room} is told ${said}, and ${wanted} of a room that never was`,
        )
    })
  }
  socket.cut()
}

/** Why it was refused; undefined: for another reason than what was asked. */
function saidIn(frame: ServerFrame | undefined): string | undefined {
  if (frame?.type !== 'error') return frame && JSON.stringify({ ...frame, ref: 0 })
  return BUSY.has(frame.code) ? undefined : `${frame.code} ${frame.message}`
}

function questions(room: string, epoch: string, world: World): ({ type: string } & Record<string, unknown>)[] {
  const messageId = world.disk.events(room).find(({ type }) => type === 'new_message')?.id ?? 'none'
  const user = world.people[0]?.userId ?? ''
  const cid = () => `s${world.count('stranger')}`
  return [
    { type: 'join', room },
    { type: 'join', room, epoch, seq: 0 },
    { type: 'history', room },
    { type: 'history', room, around: messageId },
    { type: 'changes', room, epoch, since: 0, from: 1, to: 10 },
    { type: 'users', room },
    { type: 'members', room },
    { type: 'mark_read', room, upTo: 1 },
    // cut to the head: who has got a place by then has read nothing less for it
    { type: 'mark_unread', room, upTo: 1_000_000 },
    { type: 'typing', room, active: true },
    { type: 'send_message', room, cid: cid(), text: `s${world.count('stranger')}` },
    { type: 'react', room, cid: cid(), messageId, emoji: '👍', on: true },
    { type: 'edit_message', room, cid: cid(), messageId, text: `s${world.count('stranger')}` },
    { type: 'delete_message', room, cid: cid(), messageId },
    { type: 'pin_message', room, cid: cid(), messageId, on: true },
    { type: 'invite', room, user },
    { type: 'set_role', room, cid: cid(), user, role: 'none' },
    { type: 'change_room', room, cid: cid(), title: 'mine' },
    { type: 'accept', room, on: true },
    { type: 'accept', room, on: false },
    { type: 'leave', room },
  ]
}
