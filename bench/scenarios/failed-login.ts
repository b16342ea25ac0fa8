import http from 'node:http'
import { type Figures, VoidRun } from '../figures.ts'
import type { Scenario } from '../scenario.ts'

/** More wrong passwords than this are slowed down, for each name. */
const TRIES_OF_A_NAME = 18
const PASSWORD = 'a horse in a battery of staples'

/** Does the time of a login that fails tell who has an account? */
export const failedLogin: Scenario = {
  name: 'failed-login',
  title: 'A login that fails',
  about:
    'A login with a wrong password, for a name that has an account and for one that nobody has, in turns, one at a time. Who measures must not learn which names exist: the two should be within 10 %.',
  columns: [
    { figure: 'knownMs', heading: 'name exists, ms', digits: 2 },
    { figure: 'unknownMs', heading: 'nobody has it, ms', digits: 2 },
    { figure: 'ratio', heading: 'exists / nobody', digits: 3 },
  ],
  cases: ({ quick }) => {
    const tries = quick ? 10 : 200
    return [
      {
        name: `${tries} of each`,
        servers: ['chat-passwords'],
        run: ({ arena }, server) => arena(server, [], ({ server: { port } }) => measure(port, tries)),
      },
    ]
  },
}

async function measure(port: number, tries: number): Promise<Figures> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const names = Math.ceil(tries / TRIES_OF_A_NAME)
    for (let i = 0; i < names; i++) {
      const status = await post(agent, port, '/register', { username: `Known ${i}`, password: PASSWORD })
      if (status !== 200) throw new VoidRun(`registering is answered with ${status}`)
    }
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let i = 0; i < tries; i++) {
      // in turns, and each of them first as often as the other
      const order = i % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
      for (const who of order) {
        const username = `${who === 'known' ? 'Known' : 'Nobody'} ${i % names}`
        const began = performance.now()
        const status = await post(agent, port, '/login', { username, password: `wrong password ${i}` })
        times[who].push(performance.now() - began)
        if (status !== 401) throw new VoidRun(`a wrong password is answered with ${status}`)
      }
    }
    const [knownMs, unknownMs] = [median(times.known), median(times.unknown)]
    return { knownMs, unknownMs, ratio: knownMs / unknownMs }
  } finally {
    agent.destroy()
  }
}

/** The status of the answer, once it is read to its end. */
function post(agent: http.Agent, port: number, path: string, body: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' }
    const request = http.request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, response => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(JSON.stringify(body))
  })
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]]
  return (low + high) / 2
}
