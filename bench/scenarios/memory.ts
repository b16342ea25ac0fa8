import { exactlyOnce } from '../exactly-once.ts'
import type { Scenario } from '../scenario.ts'

const QUIET_SECONDS = 30

/** What one more member costs while nobody says anything. */
export const memory: Scenario = {
  name: 'memory',
  title: 'Memory of an idle member',
  about: `The slope of the server's resident memory from the smaller to the larger number of joined members, each taken after ${QUIET_SECONDS} s of quiet. What the kernel holds for a socket is not in it.`,
  columns: [
    { figure: 'kb', heading: 'kB a member', digits: 2 },
    { figure: 'rssMb', heading: 'RSS with all, MB', digits: 0 },
    { figure: 'idleUs', heading: 'CPU a member and second, µs', digits: 2 },
  ],
  cases: ({ quick }) => {
    const [few, many] = quick ? ([100, 500] as const) : ([2_000, 10_000] as const)
    const quiet = quick ? 1 : QUIET_SECONDS
    return [
      {
        name: `${few.toLocaleString('en')} to ${many.toLocaleString('en')} members`,
        servers: quick ? ['chat'] : ['chat', 'chat-ws', 'raw-uws', 'ws', 'socketio', 'socketio-uws'],
        run: ({ arena }, server) =>
          arena(server, [], async ({ generator }) => {
            await generator.ask('connect', few, 0)
            const small = await generator.ask('hold', quiet)
            await generator.ask('connect', many, 0)
            const large = await generator.ask('hold', quiet)
            exactlyOnce(large)
            const { rss = 0, serverCpu = 0, seconds = 1 } = large
            return {
              kb: (rss - (small.rss ?? 0)) / (many - few) / 1_024,
              rssMb: rss / 1_024 / 1_024,
              idleUs: (serverCpu * 1e6) / seconds / many,
            }
          }),
      },
    ]
  },
}
