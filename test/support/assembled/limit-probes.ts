import type { Probe } from './probe.ts'
import { countUntil, repeat, type Visitor } from './visitor.ts'

const exactly = (n: number) => [n, n] as const

/** What `connect` says of a limit. */
const told = (name: string, value: number): Probe => ({
  name: `limits.${name}, as connect tells it`,
  look: async visitor => (await visitor.connect()).hello.limits[name],
  range: exactly(value),
})

const accepted = ({ type }: { type: string }) => type === 'ok'
const isOpen = async (visitor: Visitor, frame: string): Promise<number> => {
  const { socket, next, closed } = await visitor.connect()
  socket.send(frame)
  return Promise.race([closed.then(() => 0), next(({ ref }) => ref === 7).then(() => 1)])
}
/** A frame of so many bytes, with a request that is answered. */
const frameOf = (bytes: number) => {
  const frame = JSON.stringify({ type: 'leave', ref: 7, room: 'x', more: '' })
  return frame.replace('""', () => `"${'x'.repeat(bytes - frame.length)}"`)
}
const batchOf = (objects: number) =>
  JSON.stringify([
    ...repeat(objects - 1, () => ({ type: 'typing', room: 'x', active: true })),
    { type: 'leave', ref: 7, room: 'x' },
  ])

async function written(visitor: Visitor, room: string, messages: number) {
  const socket = await visitor.connect(undefined, [{ room }])
  const [{ seq, epoch }] = socket.hello.rooms
  const drafts = repeat(messages, n => ({
    type: 'send_message',
    room,
    cid: `${socket.hello.sessionId}-${n}`,
    text: `${n}`,
  }))
  await countUntil(socket, drafts, accepted)
  return { socket, start: seq as number, epoch: epoch as string }
}

const LOAD = ['--no-limits']

/** The limits of the protocol: what is told is what holds. */
export const LIMIT_PROBES: readonly Probe[] = [
  told('messageLength', 4_000),
  told('frameBytes', 65_536),
  told('batch', 100),
  told('rooms', 50),
  told('historyPage', 100),
  told('resumeEvents', 300),
  told('dedupeMs', 7 * 24 * 3_600_000),
  told('presenceGraceMs', 8_000),
  told('typingMs', 6_000),
  {
    name: 'the heartbeat, as connect tells it',
    look: async visitor => (await visitor.connect()).hello.heartbeatMs,
    range: exactly(25_000),
  },
  {
    name: 'messageLength: code points of the longest text that is taken',
    async look(visitor) {
      const socket = await visitor.connect(undefined, [{ room: 'long' }])
      const texts = [3_999, 4_000, 4_001, 8_000].map(length => ({
        type: 'send_message',
        room: 'long',
        cid: `c${length}`,
        text: 'x'.repeat(length),
      }))
      return [3_999, 4_000, 4_001, 8_000][(await countUntil(socket, texts, accepted)) - 1] ?? 0
    },
    range: exactly(4_000),
  },
  {
    name: 'frameBytes: the longest frame is answered',
    look: visitor => isOpen(visitor, frameOf(65_536)),
    range: exactly(1),
  },
  {
    name: 'frameBytes: a longer one ends the socket',
    look: visitor => isOpen(visitor, frameOf(65_537)),
    range: exactly(0),
  },
  { name: 'batch: the longest array is answered', look: visitor => isOpen(visitor, batchOf(100)), range: exactly(1) },
  { name: 'batch: a longer one ends the socket', look: visitor => isOpen(visitor, batchOf(101)), range: exactly(0) },
  {
    name: 'rooms of one connection',
    async look(visitor) {
      const joins = repeat(60, n => ({ type: 'join', room: `one-of-many-${n}` }))
      return countUntil(await visitor.connect(), joins, accepted)
    },
    range: exactly(50),
  },
  {
    name: 'historyPage: messages in a page',
    args: LOAD,
    async look(visitor) {
      const { socket } = await written(visitor, 'paged', 150)
      socket.send({ type: 'history', ref: 2, room: 'paged', limit: 1_000 })
      return (await socket.next(({ ref }) => ref === 2)).messages.length
    },
    range: exactly(100),
  },
  {
    name: 'resumeEvents: the longest absence that is resumed',
    args: LOAD,
    async look(visitor) {
      const { socket, start, epoch } = await written(visitor, 'resumed', 310)
      const head = start + 310
      const joins = [299, 300, 301, 305].map(missed => ({ type: 'join', room: 'resumed', epoch, seq: head - missed }))
      return [0, 299, 300, 301, 305][await countUntil(socket, joins, ({ recovered }) => recovered)] ?? 0
    },
    range: exactly(300),
  },
  {
    name: 'bytes of a login',
    async look(visitor) {
      const body = (bytes: number) => `{"username":"Long login"${' '.repeat(bytes - 25)}}`
      const statuses = []
      for (const bytes of [4_095, 4_096, 4_097, 100_000]) statuses.push((await visitor.login(body(bytes))).status)
      return [0, 4_095, 4_096, 4_097, 100_000][statuses.indexOf(413)] ?? 0
    },
    range: exactly(4_096),
  },
]
