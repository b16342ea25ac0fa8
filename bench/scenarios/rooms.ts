import { LOAD_COLUMNS, loadFigures } from '../load-figures.ts'
import type { Scenario } from '../scenario.ts'

const MEMBERS = 10

/** Many small rooms: each delivery carries much of its message's commit and acknowledgement. */
export const rooms: Scenario = {
  name: 'rooms',
  title: 'Many small rooms',
  about: 'Rooms of 10 members, with one message a second in each: little to gather, much to store and to acknowledge.',
  columns: LOAD_COLUMNS,
  limit: { server: 'raw-uws', figure: 'cpuUs' },
  cases: ({ quick }) => {
    const count = quick ? 50 : 1_000
    return [
      {
        name: `${count.toLocaleString('en')} rooms, ${count.toLocaleString('en')} messages/s`,
        servers: quick ? ['chat', 'raw-uws'] : ['chat', 'chat-ws', 'raw-uws', 'bare', 'ws', 'socketio', 'socketio-uws'],
        run: ({ arena, scale }, server) =>
          arena(server, ['--rooms', String(count), '--senders', String(count)], async ({ generator }) => {
            await generator.ask('connect', count * MEMBERS, 1)
            return loadFigures(await generator.ask('load', count, scale.seconds, 1))
          }),
      },
    ]
  },
}
