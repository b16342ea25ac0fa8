import { exactlyOnce } from '../exactly-once.ts'
import { VoidRun } from '../figures.ts'
import type { Scenario } from '../scenario.ts'
import { RETURNING } from '../servers.ts'

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** The server is killed while messages flow, and everybody comes back at once. */
export const resume: Scenario = {
  name: 'resume',
  title: 'Resume storm after a kill',
  about:
    'All members of a room in which 10 messages a second flow; the server is killed (SIGKILL) and started on the same data; everybody comes back, 200 at a time, and says where it stood; the messages go on. Unacknowledged messages are sent again. Every member must end with every message exactly once. Meanwhile somebody else asks for `/healthz` every 20 ms.',
  columns: [
    { figure: 'cpuUs', heading: 'CPU a member, µs', digits: 0 },
    { figure: 'backMs', heading: 'all back after, ms', digits: 0 },
    { figure: 'p50', heading: 'other requests p50, ms', digits: 1 },
    { figure: 'p99', heading: 'p99, ms', digits: 1 },
    { figure: 'bytes', heading: 'received by each, bytes', digits: 0 },
  ],
  cases: ({ quick }) => {
    const members = quick ? 100 : 5_000
    return [
      {
        name: `${members.toLocaleString('en')} members`,
        servers: quick ? ['chat'] : ['chat', 'chat-ws'],
        run: ({ arena }, server) =>
          arena(server, RETURNING, async ({ generator, server: running, restart }) => {
            exactlyOnce(await generator.ask('connect', members, quick ? 0.5 : 2))
            await generator.ask('flow', 10)
            await pause(quick ? 500 : 3_000)
            await running.kill()
            await restart()
            const answer = await generator.ask('recover', 60)
            exactlyOnce(answer)
            const { serverCpu = 0, backMax = 0, probeP50 = 0, probeP99 = 0, bytes = 0, returned } = answer
            if (returned !== members) throw new VoidRun(`${returned} of ${members} came back`)
            return {
              cpuUs: (serverCpu * 1e6) / members,
              backMs: backMax,
              p50: probeP50,
              p99: probeP99,
              bytes: bytes / members,
            }
          }),
      },
    ]
  },
}
