import { exactlyOnce } from '../exactly-once.ts'
import { loadFigures } from '../load-figures.ts'
import type { Case, Scenario } from '../scenario.ts'
import { RETURNING } from '../servers.ts'

/** Long enough that what waits for a slow reader does not fit into the kernel's buffers. */
const TIMES = 2

/** Some stop reading; nobody else may notice, and they end with everything. */
export const slow: Scenario = {
  name: 'slow',
  title: 'Slow readers',
  about:
    'The same load without and with members who stop reading: the latencies are those of the others. Then they read again, or come back where the server closed them, and must end with every message exactly once.',
  columns: [
    { figure: 'p50', heading: 'p50 of the others, ms', digits: 1 },
    { figure: 'p99', heading: 'p99 of the others, ms', digits: 1 },
    { figure: 'cpuUs', heading: 'CPU a delivery, µs', digits: 2 },
    { figure: 'closed', heading: 'closed as slow', digits: 0 },
    { figure: 'wholeMs', heading: 'whole again after, ms', digits: 0 },
  ],
  cases: ({ quick }) => {
    const [members, rate] = quick ? [100, 200] : [1_000, 1_000]
    return [readers(members, rate, 0), readers(members, rate, members / 100)]
  },
}

function readers(members: number, rate: number, stopped: number): Case {
  return {
    name: `${members.toLocaleString('en')} members, ${rate.toLocaleString('en')} messages/s, ${stopped} do not read`,
    servers: ['chat'],
    run: ({ arena, scale }, server) =>
      arena(server, RETURNING, async ({ generator }) => {
        await generator.ask('connect', members, 0.5)
        const figures = loadFigures(await generator.ask('load', rate, scale.seconds * TIMES, 1, stopped))
        const answer = await generator.ask('wake', 60)
        exactlyOnce(answer)
        const { closed = 0, seconds = 0 } = answer
        return { ...figures, closed, wholeMs: seconds * 1_000 }
      }),
  }
}
