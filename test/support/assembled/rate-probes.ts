import type { Probe } from './probe.ts'
import { countUntil, notLimited, repeat } from './visitor.ts'

/** How many of these requests one connection may make at once. */
const atOnce = (name: string, burst: number, perSecond: number, request: (n: number) => object): Probe => ({
  name: `${name} at once`,
  async look(visitor) {
    const socket = await visitor.connect(undefined, [{ room: 'rates' }])
    return countUntil(socket, repeat(burst + 2 * perSecond + 20, request), notLimited)
  },
  // a slow machine takes a while, and connect itself has cost something
  range: [burst - 3, burst + 2 * perSecond],
})

/** Rates, and what requests cost. */
export const RATE_PROBES: readonly Probe[] = [
  atOnce('messages of a user', 60, 10, n => ({ type: 'send_message', room: 'rates', cid: `c${n}`, text: 'hello' })),
  atOnce('requests of a connection', 300, 60, () => ({ type: 'leave', room: 'elsewhere' })),
  atOnce('joins, at a cost of 2,', 150, 30, () => ({ type: 'join', room: 'rates' })),
  atOnce('pages of history, at a cost of 4,', 75, 15, () => ({ type: 'history', room: 'rates' })),
  atOnce('pages of people, at a cost of 4,', 75, 15, () => ({ type: 'users', room: 'rates' })),
  {
    name: 'logins of an address at once',
    async look(visitor) {
      for (let n = 0; n < 80; n++) if ((await visitor.login()).status === 429) return n
      return 80
    },
    range: [60, 64],
  },
  {
    name: 'new sockets of an address at once',
    async look(visitor) {
      const taken = repeat(320, async () => {
        const socket = await visitor.open()
        socket.send({ type: 'leave', ref: 1, room: 'x' })
        const { type } = await socket.next(({ type, ref }) => ref === 1 || type === 'disconnect')
        socket.socket.terminate()
        return type !== 'disconnect'
      })
      return (await Promise.all(taken)).filter(Boolean).length
    },
    range: [200, 290],
  },
]
