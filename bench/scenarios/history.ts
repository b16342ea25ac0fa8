import { exactlyOnce } from '../exactly-once.ts'
import { VoidRun } from '../figures.ts'
import type { Scenario } from '../scenario.ts'
import { RETURNING } from '../servers.ts'

const READERS = 4
const RATE = 2_000

/** Readers page back through everything. */
export const history: Scenario = {
  name: 'history',
  title: 'History paging',
  about: `${READERS} readers page from the newest message to the oldest, 100 a page, again and again, each as fast as it is answered. Every walk must see every message once.`,
  columns: [
    { figure: 'perSecond', heading: 'pages/s', digits: 0 },
    { figure: 'cpuUs', heading: 'CPU a page, µs', digits: 0 },
    { figure: 'p50', heading: 'p50, ms', digits: 2 },
    { figure: 'p99', heading: 'p99, ms', digits: 2 },
    { figure: 'kb', heading: 'kB a page', digits: 1 },
  ],
  cases: ({ quick }) => {
    const messages = quick ? 1_000 : 10_000
    return [
      {
        name: `${messages.toLocaleString('en')} messages`,
        servers: quick ? ['chat'] : ['chat', 'chat-ws'],
        run: ({ arena, scale }, server) =>
          arena(server, RETURNING, async ({ generator }) => {
            await generator.ask('connect', READERS, 0)
            exactlyOnce(await generator.ask('load', RATE, messages / RATE, 0))
            const answer = await generator.ask('walk', READERS, scale.seconds)
            exactlyOnce(answer)
            const { pages = 0, seconds = 1, serverCpu = 0, pageP50 = 0, pageP99 = 0, bytes = 0 } = answer
            const { walks = 0, wrongWalks = 0 } = answer
            if (wrongWalks > 0 || walks === 0) throw new VoidRun(`${wrongWalks} of ${walks} walks missed something`)
            return {
              perSecond: pages / seconds,
              cpuUs: (serverCpu * 1e6) / pages,
              p50: pageP50,
              p99: pageP99,
              kb: bytes / pages / 1_000,
            }
          }),
      },
    ]
  },
}
