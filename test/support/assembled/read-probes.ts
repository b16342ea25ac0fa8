import type { Probe } from './probe.ts'
import { type Connected, countUntil, notLimited, repeat, type Visitor } from './visitor.ts'

const FREE = [
  '--request-rate',
  '100k:100k/s',
  '--send-rate',
  '10k:10k/s',
  '--send-bytes-rate',
  '900M:900M/s,900M:900M/s',
]

/** Writes into each room somewhat more than a page holds; in bytes, 12 kB a message. */
async function writePages(visitor: Visitor, rooms: readonly string[]): Promise<void> {
  const writer = await visitor.connect(
    undefined,
    rooms.map(room => ({ room })),
  )
  const text = '\u4e2d'.repeat(4_000)
  const drafts = rooms.flatMap(room => repeat(6, n => ({ type: 'send_message', room, cid: `c${n}`, text })))
  await countUntil(writer, drafts, ({ type }) => type === 'ok', 4)
  writer.socket.terminate()
}

/** What may be read, in bytes: a page has some 60 kB. */
export const READ_PROBES: readonly Probe[] = [
  {
    name: 'pages that all sockets of a user read at once',
    args: [...FREE, '--read-rate', '100k:100k/s,100k:100k/s'],
    async look(visitor) {
      await writePages(visitor, ['read-by-one'])
      const joined = [{ room: 'read-by-one' }]
      const first = await visitor.connect(undefined, joined)
      const sockets = [first, await visitor.connect(first.token, joined), await visitor.connect(first.token, joined)]
      const pages = repeat(5, () => ({ type: 'history', room: 'read-by-one' }))
      // A few at a time, so that nobody is slow to read
      const readOn = async (socket: Connected) => {
        let read = 0
        for (let more = true; more && read < 150; read += 5) more = (await countUntil(socket, pages, notLimited)) === 5
        return read
      }
      const read = await Promise.all(sockets.map(readOn))
      return read.reduce((sum, count) => sum + count)
    },
    range: [110, 330],
  },
  {
    name: 'a connect reads no more rooms than its reply holds',
    args: [...FREE, '--read-bytes-rate', '400k:1/s,64M:4M/s'],
    async look(visitor) {
      const rooms = repeat(30, n => `heavy-${n}`)
      await writePages(visitor, rooms)
      const reader = await visitor.connect(
        undefined,
        rooms.map(room => ({ room })),
      )
      // Who had read of all of them would owe now
      return countUntil(reader, [{ type: 'history', room: 'heavy-0' }], ({ type }) => type === 'ok')
    },
    range: [1, 1],
  },
  {
    name: 'kilobytes that a user writes at once',
    args: ['--send-rate', '10k:10k/s'],
    async look(visitor) {
      const writer = await visitor.connect(undefined, [{ room: 'written-fast' }])
      const text = '\u4e2d'.repeat(4_000)
      const drafts = repeat(120, n => ({ type: 'send_message', room: 'written-fast', cid: `c${n}`, text }))
      return Math.round(((await countUntil(writer, drafts, notLimited, 4)) * 12_250) / 1_000)
    },
    range: [980, 1_300],
  },
  {
    name: 'requests that all sockets of a user make at once',
    async look(visitor) {
      const first = await visitor.connect()
      const sockets = [first, await visitor.connect(first.token), await visitor.connect(first.token)]
      const requests = repeat(280, () => ({ type: 'leave', room: 'elsewhere' }))
      let made = 0
      for (const socket of sockets) made += await countUntil(socket, requests, notLimited)
      return made
    },
    range: [590, 780],
  },
]
