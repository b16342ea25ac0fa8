import { VoidRun } from '../figures.ts'
import { loadFigures } from '../load-figures.ts'
import type { Bench, Scenario } from '../scenario.ts'
import type { BenchServer } from '../servers.ts'

const MEMBERS = 1_000
const P99_MS = 250
const STEP = 1.4
/** Steps between the last that held and the first that did not. */
const REFINE = 2

/** Upward until something is lost, or late. */
export const highest: Scenario = {
  name: 'highest',
  title: 'Highest sustained rate',
  about: `The highest rate of messages into one room at which nothing is lost or double and p99 stays below ${P99_MS} ms, found by going up. The ratio is to raw uWS; more is better.`,
  columns: [
    { figure: 'rate', heading: 'messages/s', digits: 0 },
    { figure: 'perSecond', heading: 'deliveries/s', digits: 0 },
    { figure: 'p50', heading: 'p50, ms', digits: 1 },
    { figure: 'p99', heading: 'p99, ms', digits: 1 },
    { figure: 'core', heading: 'of a core, %', digits: 0 },
    { figure: 'generator', heading: 'generator, of a core, %', digits: 0 },
  ],
  limit: { server: 'raw-uws', figure: 'rate' },
  cases: () => [
    {
      name: '1,000 members',
      servers: ['chat', 'chat-ws', 'raw-uws', 'raw-uws-batched', 'bare-window', 'ws', 'socketio', 'socketio-uws'],
      run: climb,
    },
  ],
}

async function climb(bench: Bench, server: BenchServer) {
  let best = await sustains(bench, server, 20)
  if (!best) throw new VoidRun('20 messages/s are too many already')
  let ceiling = Number.POSITIVE_INFINITY
  while (ceiling === Number.POSITIVE_INFINITY) {
    const rate = Math.round(best.rate * (best.core < 35 && best.rate < 1_000 ? 2 : STEP))
    const next = await sustains(bench, server, rate)
    if (next) best = next
    else ceiling = rate
  }
  for (let step = 0; step < REFINE; step++) {
    const rate = Math.round((best.rate + ceiling) / 2)
    const next = await sustains(bench, server, rate)
    if (next) best = next
    else ceiling = rate
  }
  return best
}

/** The figures at this rate, or undefined where it is too high: twice, since a disk may falter once. */
async function sustains(bench: Bench, server: BenchServer, rate: number) {
  return (await attempt(bench, server, rate)) ?? attempt(bench, server, rate)
}

async function attempt({ arena, scale }: Bench, server: BenchServer, rate: number) {
  try {
    return await arena(server, [], async ({ generator }) => {
      await generator.ask('connect', MEMBERS, 0.5)
      const figures = loadFigures(await generator.ask('load', rate, Math.min(5, scale.seconds), 2))
      const { p99 = 0, core = 0 } = figures
      return p99 < P99_MS ? { ...figures, core, rate } : undefined
    })
  } catch (error) {
    if (error instanceof VoidRun) return undefined
    throw error
  }
}
