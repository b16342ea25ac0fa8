import { parseArgs } from 'node:util'
import type { Scenario } from './scenario.ts'
import { AGAINST, QUICK, SCENARIOS } from './scenarios/all.ts'
import { serverNamed } from './servers.ts'

export interface BenchOptions {
  quick: boolean
  scenarios: readonly Scenario[]
  servers: readonly string[] | undefined
  /** Another revision of the project, whose server is measured instead of the peers. */
  against: string | undefined
  rounds: number
  seconds: number
  json: string | undefined
  charts: string | undefined
  /** Results to take instead of measuring. */
  from: readonly string[] | undefined
  writeDocs: boolean
}

export type ParsedBench =
  | { kind: 'run'; options: BenchOptions }
  | { kind: 'help'; text: string }
  | { kind: 'wrong'; message: string }

const HELP = `Measures the server beside others: npm run bench -- [options]

  --quick           a few small loads in less than a minute: whether all works, not how fast
  --only A,B        only these scenarios: ${SCENARIOS.map(({ name }) => name).join(', ')}
  --servers A,B     only these servers (chat, chat-ws, raw-uws, raw-uws-batched, ws, socketio, ...)
  --against REV     only our server, beside the one of another revision, which is built for it
  --rounds N        runs of each server in turns, of which the medians count (5; quick: 1)
  --seconds N       of each load (10; quick: 1)
  --json FILE       where the result goes (.cache/bench/result.json)
  --charts DIR      draw the charts there
  --write-docs      fill the tables and charts of docs/performance.md
  --from FILE       measure nothing, take an earlier result; several are put together
  --help            this text
`

export function parseBench(args: readonly string[]): ParsedBench {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string' },
        servers: { type: 'string' },
        against: { type: 'string' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        json: { type: 'string' },
        charts: { type: 'string' },
        from: { type: 'string', multiple: true },
        'write-docs': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return { kind: 'help', text: HELP }
    const { quick, json, charts, from, against } = values
    if (against !== undefined) checkAlone(values)
    return {
      kind: 'run',
      options: {
        quick,
        scenarios: chosen(values.only, quick ? QUICK : against === undefined ? SCENARIOS : AGAINST),
        servers: values.servers?.split(',').map(name => serverNamed(name).name),
        rounds: Math.ceil(positive('rounds', values.rounds, quick ? 1 : 5)),
        seconds: positive('seconds', values.seconds, quick ? 1 : 10),
        ...{ json, charts, from, against },
        writeDocs: values['write-docs'],
      },
    }
  } catch (error) {
    return { kind: 'wrong', message: (error as Error).message }
  }
}

/** What belongs to the page about the peers has no place where two builds are compared. */
function checkAlone(values: Readonly<Record<string, unknown>>): void {
  const other = ['servers', 'charts', 'from', 'write-docs'].find(name => values[name])
  if (other) throw new Error(`--against compares two builds of our server only, and does not go with --${other}.`)
}

function chosen(only: string | undefined, all: readonly Scenario[]): readonly Scenario[] {
  if (only === undefined) return all
  return only.split(',').map(name => {
    const scenario = SCENARIOS.find(known => known.name === name)
    if (!scenario) throw new Error(`--only knows ${SCENARIOS.map(({ name }) => name).join(', ')}, not ${name}.`)
    return scenario
  })
}

function positive(name: string, text: string | undefined, standard: number): number {
  const value = text === undefined ? standard : Number(text)
  if (!(value > 0 && value <= 3_600)) throw new Error(`--${name} is a number above 0, not ${text}.`)
  return value
}
