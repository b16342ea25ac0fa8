import { LOAD_COLUMNS, loadFigures } from '../load-figures.ts'
import type { Case, Scenario } from '../scenario.ts'

const UWS = ['chat', 'chat-ws', 'raw-uws', 'raw-uws-batched']
const BUSY = [...UWS, 'bare-window']
/** With as many frames a second as ours at that rate, and then with as many bytes. */
const BUSIEST = [...UWS, 'raw-uws-27', 'raw-uws-27-long', 'bare-window']
const ALL = [...UWS, 'ws', 'socketio', 'socketio-uws']

/** Everybody in one room hears what a few say. */
export const fanOut: Scenario = {
  name: 'fan-out',
  title: 'Fan-out',
  about: 'One room; each message of 64 bytes goes to every member. The ratio is of CPU a delivery to that of raw uWS.',
  columns: LOAD_COLUMNS,
  limit: { server: 'raw-uws', figure: 'cpuUs' },
  cases: ({ quick }) =>
    quick
      ? [load(100, 100, ['chat', 'raw-uws'])]
      : [load(1_000, 1_000, BUSIEST), load(1_000, 200, BUSY), load(1_000, 50, ALL), load(100, 100, ALL)],
}

function load(members: number, rate: number, servers: string[]): Case {
  return {
    name: `${members.toLocaleString('en')} members, ${rate.toLocaleString('en')} messages/s`,
    servers,
    run: ({ arena, scale }, server) =>
      arena(server, [], async ({ generator }) => {
        await generator.ask('connect', members, 0.5)
        return loadFigures(await generator.ask('load', rate, scale.seconds, scale.quick ? 0.5 : 2))
      }),
  }
}
