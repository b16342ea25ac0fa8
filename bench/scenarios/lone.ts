import { LOAD_COLUMNS, loadFigures } from '../load-figures.ts'
import type { Scenario } from '../scenario.ts'

/** Long, because so few messages cost little. */
const TIMES = 2
/** A storm of joins leaves garbage, which is collected in the first seconds after it, and is no part of a message's cost. */
const QUIET_SECONDS = 20

/** A message now and then must not wait for company. */
export const lone: Scenario = {
  name: 'lone',
  title: 'Lone messages',
  about:
    'One room in which a message comes every 200 ms: what it costs when nothing can be gathered, and how soon it is there. Counted from 20 s after the last join on.',
  columns: LOAD_COLUMNS,
  limit: { server: 'raw-uws', figure: 'cpuUs' },
  cases: ({ quick }) => [
    {
      name: `${quick ? '100' : '1,000'} members, 5 messages/s`,
      servers: quick ? ['chat', 'raw-uws'] : ['chat', 'chat-ws', 'raw-uws', 'bare', 'ws', 'socketio', 'socketio-uws'],
      run: ({ arena, scale }, server) =>
        arena(server, [], async ({ generator }) => {
          await generator.ask('connect', quick ? 100 : 1_000, 0.5)
          if (!quick) await generator.ask('hold', QUIET_SECONDS)
          return loadFigures(await generator.ask('load', 5, scale.seconds * TIMES, 1))
        }),
    },
  ],
}
