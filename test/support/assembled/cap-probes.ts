import { until } from '../server-kit/until.ts'
import type { Probe } from './probe.ts'
import { countUntil, repeat, type Visitor } from './visitor.ts'

const accepted = ({ type }: { type: string }) => type === 'ok'

/** Opens sockets until one is closed at once; the number before it. */
async function socketsUntilRefused(visitor: Visitor, most: number, token?: string): Promise<number> {
  for (let n = 0; n < most; n++) {
    const socket = await visitor.open()
    socket.send(token === undefined ? { type: 'leave', ref: 1, room: 'x' } : { type: 'connect', ref: 1, token })
    const taken = await socket.next(({ type, ref }) => ref === 1 || type === 'disconnect')
    if (taken.type === 'disconnect' || taken.code === 'rate_limited') return n
  }
  return most
}

async function gauge(visitor: Visitor, pattern: RegExp): Promise<number> {
  return Number(pattern.exec((await visitor.ask('/metrics')).text)?.[1] ?? Number.NaN)
}

/** How many at once. */
export const CAP_PROBES: readonly Probe[] = [
  {
    name: 'sockets of a user',
    look: async visitor => socketsUntilRefused(visitor, 40, (await visitor.login()).json.token),
    range: [20, 20],
  },
  {
    name: 'sockets in all, by --max-connections',
    args: ['--max-connections', '7'],
    look: visitor => socketsUntilRefused(visitor, 20),
    range: [7, 7],
  },
  {
    name: 'logins in all, by --max-sessions',
    args: ['--max-sessions', '5'],
    async look(visitor) {
      for (let n = 0; n < 10; n++) if ((await visitor.login()).status !== 200) return n
      return 10
    },
    range: [5, 5],
  },
  {
    name: 'rooms that one user opens',
    args: ['--request-rate', '100k:100k/s', '--read-rate', '100k:100k/s,100k:100k/s'],
    async look(visitor) {
      let rooms = 0
      let token: string | undefined
      for (let connection = 0; connection < 12; connection++) {
        const socket = await visitor.connect(token)
        token = socket.token
        const joins = repeat(50, n => ({ type: 'join', room: `mine-${connection}-${n}` }))
        rooms += await countUntil(socket, joins, accepted)
      }
      return rooms
    },
    range: [500, 500],
  },
  {
    name: 'rooms alive at once',
    args: ['--no-limits', '--log-level', 'error'],
    async look(visitor) {
      for (let connection = 0; connection < 205; connection++) {
        const joins = repeat(50, n => ({ type: 'join', room: `room-${connection}-${n}` }))
        await countUntil(await visitor.connect(), joins, () => true)
      }
      return gauge(visitor, /^chat_rooms (\d+)/m)
    },
    range: [10_000, 10_000],
  },
  {
    name: 'megabytes that wait for who does not read, without those of the system',
    args: ['--no-limits'],
    async look(visitor) {
      const slow = await visitor.connect(undefined, [{ room: 'slow' }])
      slow.socket.pause()
      const writer = await visitor.connect(undefined, [{ room: 'slow' }])
      const text = '\u4e2d'.repeat(4_000)
      const closed = () => gauge(visitor, /^chat_closed_total\{[^}]*slow="true"[^}]*\} (\d+)/m)
      let sent = 0
      for (; sent < 4_000 && !((await closed()) > 0); sent += 40) {
        await countUntil(
          writer,
          repeat(40, n => ({ type: 'send_message', room: 'slow', cid: `c${sent + n}`, text })),
          accepted,
          4,
        )
        writer.received.length = 0
      }
      slow.socket.terminate()
      return Math.round((sent * 12_000) / 1_048_576)
    },
    // the system takes a few megabytes into its own buffers first
    range: [1, 24],
  },
  {
    name: 'seconds until a silent member is seen to leave',
    async look(visitor) {
      const watcher = await visitor.connect(undefined, [{ room: 'grace' }])
      const gone = await visitor.connect(undefined, [{ room: 'grace' }])
      await watcher.next(({ type }) => type === 'user_joined')
      gone.socket.terminate()
      const start = performance.now()
      await until('the leave', () => watcher.received.some(({ type }) => type === 'user_left'), 60_000)
      return Math.round((performance.now() - start) / 1_000)
    },
    range: [7, 20],
  },
  {
    name: 'seconds until a session ends, by --session-max-ms',
    args: ['--session-max-ms', '90000', '--session-idle-ms', '60000'],
    look: async visitor => Math.round(((await visitor.login()).json.expiresAt - Date.now()) / 1_000),
    range: [55, 60],
  },
]
