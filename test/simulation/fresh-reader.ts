import type { DurableEvent, ServerFrame } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'
import type { ChangesReply, ConnectReply, HistoryReply } from '../../sdk/protocol/replies.ts'
import { roomsOf } from './come-home.ts'
import { asSeen, firstDifference, lineOf } from './lines.ts'
import type { Person } from './person.ts'
import { LIMITS } from './server-process.ts'
import { ROOMS, type World } from './world.ts'

/** Of rooms of their own: more would not fit into one answer, as small as the lines are here. */
const OWN_ROOMS = 2

/** Somebody who has nothing asks for everything there is, in every way: it is what the events say. */
export async function judgeFreshReader(world: World, person: Person): Promise<void> {
  const socket = (world.nodes?.anyone ?? world.server)?.accept()
  if (!socket) {
    world.broken('nobody answers in the end')
    return
  }
  const answers = new Map<number, unknown>()
  const own = roomsOf(world, person).map(({ record }) => record.room)
  const all = [...ROOMS, ...own.slice(0, OWN_ROOMS)]
  const rooms = all.map(room => {
    const { events } = world.disk.oracle(room)
    return { room, epoch: world.disk.epoch(room), seq: Math.max(0, events.length - LIMITS.resumeEvents) }
  })
  let ref = 1
  const asks: (Record<string, unknown> & { ref: number })[] = [{ type: 'connect', ref, token: person.token, rooms }]
  const judges: (() => void)[] = [() => judgeJoins(world, person, rooms, answers.get(1) as ConnectReply)]
  const ask = (frame: object, judge: (reply: never) => void) => {
    asks.push({ ...frame, ref: ++ref })
    const mine = ref
    judges.push(() => judge(answers.get(mine) as never))
  }
  for (const { room, epoch } of rooms) {
    const messages = seenBy(world, room, person)
    const middle = Math.floor(world.disk.events(room).length / 2)
    for (let end = messages.length; end > 0; end -= LIMITS.historyPage) {
      const part = messages.slice(Math.max(0, end - LIMITS.historyPage), end)
      const [from, to] = [part[0]?.seq ?? 0, part.at(-1)?.seq ?? 0]
      const compare = (what: string, wanted: readonly Message[], reply: { messages?: readonly Message[] }) => {
        const difference = firstDifference(wanted.map(lineOf), (reply?.messages ?? []).map(lineOf))
        if (difference) world.broken(`${what} of ${room} up to ${to} ${difference}`)
      }
      ask({ type: 'history', room, before: to + 1 }, (reply: HistoryReply) => compare('the page', part, reply))
      const changed = (since: number) => part.filter(message => changedAfter(message, messages, since))
      for (const since of [0, middle]) {
        const asked = { type: 'changes', room, epoch, since, from, to }
        ask(asked, (reply: ChangesReply) => compare(`what changed after ${since}`, changed(since), reply))
      }
    }
  }
  for (const each of asks) {
    socket.say(each)
    socket.flush()
    for (let round = 0; round < 100 && !answers.has(each.ref); round++) {
      await world.run(20)
      socket.read()
      for (const frame of socket.received.splice(0).flatMap(text => JSON.parse(text) as ServerFrame)) {
        if (frame.type === 'error' && frame.code === 'rate_limited') {
          // This person's tabs have read, too
          await world.run(frame.retryAfterMs ?? 1_000)
          socket.say(each)
          socket.flush()
          continue
        }
        if (frame.type === 'error') world.broken(`a fresh reader is refused: ${frame.code} ${frame.message}`)
        if ('ref' in frame) answers.set(frame.ref ?? 0, frame)
      }
    }
  }
  if (socket.ended) world.broken(`a fresh reader is cut off: ${socket.ended.code} ${socket.ended.reason}`)
  for (const judge of judges) judge()
  socket.cut()
}

/** What its messages say, with this person's own reactions marked. */
export function seenBy(world: World, room: string, { userId }: Pick<Person, 'userId'>): Message[] {
  const oracle = world.disk.oracle(room)
  const own = oracle.own(userId)
  return oracle.messages().map(message => asSeen(message, own.get(message.seq)))
}

function changedAfter({ rev = 0, replyTo }: Message, all: readonly Message[], since: number): boolean {
  const quoted = replyTo && all.find(({ id }) => id === replyTo.messageId)
  return rev > since || (quoted?.rev ?? 0) > since
}

function judgeJoins(
  world: World,
  { userId }: Person,
  from: readonly { room: string; seq: number }[],
  reply: ConnectReply | undefined,
): void {
  for (const { room, seq } of from) {
    const oracle = world.disk.oracle(room)
    const own = oracle.own(userId)
    const joined = reply?.rooms.find(each => each.room === room)
    const events = joined && 'events' in joined && joined.recovered ? joined.events : []
    const wanted = oracle.events.slice(seq).map(event => {
      const read = oracle.readBack(event)
      return read.type === 'new_message' ? asSeen(read, own.get(read.seq)) : read
    })
    const { everRemoved } = world.disk
    const asRead = (event: DurableEvent) => stable(event, everRemoved)
    const difference = firstDifference(wanted.map(asRead), events.map(asRead))
    if (difference) world.broken(`what comes after ${seq} of ${room} ${difference}`)
    if (joined && 'pins' in joined && joined.pins?.join() !== oracle.pins.join())
      world.broken(`the pins of ${room} differ`)
  }
}

/** The same text for the same value, whatever the order of its fields. Whether `removed` people have a name is judged elsewhere. */
function stable(event: DurableEvent, removed: ReadonlySet<string>): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (typeof value !== 'object' || value === null) return value
    if ('id' in value && 'name' in value && removed.has(String(value.id))) return { id: value.id }
    const fields = Object.entries(value).filter(([, each]) => each !== undefined)
    return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, sorted(each)]))
  }
  return JSON.stringify(sorted(event))
}
