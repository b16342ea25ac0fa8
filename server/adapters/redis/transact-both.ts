import { Cells, Known, Missing } from './cells.ts'
import { type Command, type Engine, EngineUnavailable, type LogWrite } from './engine.ts'
import { doIntent, keepIntent } from './intents.ts'

/** One of the two tags of a change. */
export interface Side {
  tag: string
  /** What is known of it already, as of a moment ago; it is checked where something is written there. */
  known?: Known | undefined
}

export interface BothRun<T> {
  value: T
  /** What it adds to the logs of the two. */
  logs: readonly [LogWrite | undefined, LogWrite | undefined]
  /** Which of them decides, if both are written. */
  first: 0 | 1
}

export interface BothDone<T> {
  value: T
  /** Where the log of each stood before; undefined: nothing was written there. */
  before: readonly [number | undefined, number | undefined]
}

export interface BothSetup {
  engine: Engine
  prefix: string
  /** Of an intent. */
  id: () => string
  /** ms since the Unix epoch. */
  now: () => number
}

const TRIES = 100

/**
 * A change of two tags, which no script can write in one step where they are on two servers. What is read of both is known as of one
 * moment each. If one of them is written, that is one step, which checks what was read there. If both are, the first keeps
 * with its write what is to be written to the second: so it is written, whoever dies in between. The second is written unchecked.
 */
export async function transactBoth<T>(
  { engine, prefix, id, now }: BothSetup,
  sides: readonly [Side, Side],
  run: (one: Cells, other: Cells) => BothRun<T>,
): Promise<BothDone<T>> {
  const known: [Known, Known] = [sides[0].known ?? new Known(), sides[1].known ?? new Known()]
  for (let tries = 0; tries < TRIES; tries++) {
    const { cells, result } = await runOver(engine, sides, known, run)
    const { value, logs, first } = result
    const commands = [cells[0].commands(), cells[1].commands()] as const
    const writes = [0, 1].filter(at => (commands[at]?.length ?? 0) > 0 || logs[at] !== undefined)
    if (writes.length === 0) {
      if (await isStill(engine, sides, cells, known)) return { value, before: [undefined, undefined] }
      continue
    }
    const one = (writes.length === 2 ? first : writes[0]) as 0 | 1
    const two = (1 - one) as 0 | 1
    const intent =
      writes.length === 2 ? { tag: sides[two].tag, commands: commands[two], log: logs[two], at: now() } : undefined
    const intentId = intent && id()
    const kept = intent && intentId ? [keepIntent(prefix, sides[one].tag, intentId, intent)] : []
    const { checks, of } = cells[one].checks()
    const answer = await engine.commit(sides[one].tag, {
      checks,
      commands: [...commands[one], ...kept],
      log: logs[one],
    })
    if (!answer.done) {
      await read(engine, sides[one].tag, [...new Set(answer.failed.flatMap(at => of[at] ?? []))], known[one])
      continue
    }
    const before: [number | undefined, number | undefined] = [undefined, undefined]
    before[one] = answer.before
    if (intent && intentId) before[two] = (await doIntent(engine, prefix, sides[one].tag, intentId, intent)).before
    return { value, before }
  }
  throw new EngineUnavailable('Too many others change the same.')
}

async function runOver<T>(
  engine: Engine,
  sides: readonly [Side, Side],
  known: readonly [Known, Known],
  run: (one: Cells, other: Cells) => BothRun<T>,
) {
  for (;;) {
    const cells = [new Cells(known[0]), new Cells(known[1])] as const
    try {
      return { cells, result: run(...cells) }
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      const at = error.of === cells[0] ? 0 : 1
      await read(engine, sides[at].tag, error.commands, known[at])
    }
  }
}

/** Nothing is written, and so nothing is checked: what was only guessed is read. */
async function isStill(
  engine: Engine,
  sides: readonly [Side, Side],
  cells: readonly [Cells, Cells],
  known: readonly [Known, Known],
): Promise<boolean> {
  let isStill = true
  for (const at of [0, 1] as const) {
    if (!cells[at].guessed) continue
    const { checks, of } = cells[at].checks()
    const answer = await engine.commit(sides[at].tag, { checks, commands: [] })
    if (answer.done) continue
    isStill = false
    await read(engine, sides[at].tag, [...new Set(answer.failed.flatMap(each => of[each] ?? []))], known[at])
  }
  return isStill
}

async function read(engine: Engine, tag: string, commands: readonly Command[], known: Known): Promise<void> {
  const { replies } = await engine.view(tag, commands)
  for (const [at, command] of commands.entries()) known.set(command, replies[at] ?? null)
}
