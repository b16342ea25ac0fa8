import { anyOf, type Deeds } from './choose.ts'
import type { Ending } from './faulty-socket.ts'
import type { KillPlan, PortCall } from './kill-plan.ts'
import type { World } from './world.ts'

const PORT_CALLS: readonly PortCall[] = ['send', 'publish', 'subscribe', 'close', 'commit', 'durable', 'committed']

/** Ends of the server's process. */
export function ends(world: World): Deeds {
  const { random } = world
  const prepare = () => {
    const quiet = random() < 0.2
    const clientMs = quiet ? (random() < 0.5 ? 3_000 * random() : Number.POSITIVE_INFINITY) : 0
    world.ending = { downArrives: !quiet && random() < 0.6, upArrives: false, clientMs, serverMs: 0 } satisfies Ending
    world.downMs = 3_000 * random() ** 2
  }
  const plan = (): KillPlan => ({
    call: anyOf(world, PORT_CALLS) ?? 'send',
    skip: Math.floor(12 * random() ** 2),
    when: random() < 0.5 ? 'before' : 'after',
  })
  const atPort = () => {
    prepare()
    if (world.server) world.server.plan = plan()
  }
  return {
    'kill at a port': atPort,
    'kill at another port': atPort,
    kill: () => {
      prepare()
      world.server?.kill('killed')
    },
    'power failure': () => {
      prepare()
      world.failPower()
    },
    'another power failure': () => {
      prepare()
      world.failPower()
    },
    'store set back': () => world.rollBack(),
    restart: () => {
      prepare()
      void world.server?.stop()
    },
    'clock of the server': () => {
      const ms = (random() < 0.5 ? -1 : 1) * 3_600_000 * random() ** 2
      world.setServerClock(ms)
    },
    'disk syncs': () => world.disk.sync(),
  }
}
