import { exactlyOnce } from '../exactly-once.ts'
import { VoidRun } from '../figures.ts'
import { roomOf } from '../room-of.ts'
import type { Case, Scenario } from '../scenario.ts'

/** Presence and garbage that a server puts off are part of what a join costs. */
const AFTER_SECONDS = 3

/** Everybody comes at once. */
export const connect: Scenario = {
  name: 'connect',
  title: 'Connect and join storm',
  about:
    'Login, connect and join of all members into one room, 200 at a time, and what follows in the next three seconds. The peers have no login; raw uWS and ws no presence either.',
  columns: [
    { figure: 'cpuUs', heading: 'CPU a member, µs', digits: 0 },
    { figure: 'bytes', heading: 'received by each, bytes', digits: 0 },
    { figure: 'perSecond', heading: 'members/s', digits: 0 },
  ],
  cases: ({ quick }) =>
    quick
      ? [storm(200, ['chat'])]
      : [
          storm(1_000, ['chat', 'chat-ws', 'raw-uws', 'bare', 'ws', 'socketio', 'socketio-lists']),
          storm(10_000, ['chat', 'chat-ws', 'raw-uws', 'bare', 'ws', 'socketio']),
        ],
}

function storm(members: number, servers: string[]): Case {
  return {
    name: `${members.toLocaleString('en')} members`,
    servers,
    run: ({ arena, scale }, server) =>
      arena(server, [], async ({ generator, server: running }) => {
        const answer = await generator.ask('connect', members, scale.quick ? 1.5 : AFTER_SECONDS)
        exactlyOnce(answer)
        const { serverCpu = 0, bytes = 0, connectSeconds = 1 } = answer
        if (server.name.startsWith('chat')) await checkRoom(running.port, members)
        return {
          cpuUs: (serverCpu * 1e6) / members,
          bytes: bytes / members,
          perSecond: members / connectSeconds,
        }
      }),
  }
}

/** One more who joins must see everybody. */
async function checkRoom(port: number, members: number): Promise<void> {
  const { count, names } = await roomOf(port, 'bench0')
  if (count !== members + 1 || names !== members + 1)
    throw new VoidRun(`${members} joined, but a room of ${count} with ${names} names is shown`)
}
