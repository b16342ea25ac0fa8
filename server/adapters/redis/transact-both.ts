import { Cells } from './cells.ts'
import { digestOf } from './digest.ts'
import type { DirectoryCache } from './directory-cache.ts'
import { type Command, type Engine, EngineUnavailable, type LogWrite } from './engine.ts'
import { doIntent, keepIntent } from './intents.ts'
import { Known, Missing } from './known.ts'

/** One of the two tags of a change. */
export interface Side {
  readonly tag: string
  /** What is remembered of it; it is checked where something is written there. */
  readonly cache?: DirectoryCache | undefined
}

export interface BothRun<T> {
  value: T
  /** What it adds to the logs of the two. One that adds nothing wants to know where its log stands. */
  logs: readonly [LogWrite | undefined, LogWrite | undefined]
  /** Which of them decides, if both are written. */
  first: 0 | 1
}

export interface BothDone<T> {
  value: T
  /** Where the log of each stood before; undefined: it has none, or nobody wanted to know. */
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

type Pair<T> = readonly [T, T]
type At = 0 | 1

const TRIES = 100

/**
 * A change of two tags, which no script can write in one step where they are on two servers. What is read of both is known as of one
 * moment each. If one of them is written, that is one step, which checks what was read there. If both are, the first keeps
 * with its write what is to be written to the second: so it is written, whoever dies in between. The second is written unchecked.
 */
export async function transactBoth<T>(
  setup: BothSetup,
  sides: Pair<Side>,
  run: (one: Cells, other: Cells) => BothRun<T>,
): Promise<BothDone<T>> {
  const { engine } = setup
  const known: Pair<Known> = [new Known(sides[0].cache), new Known(sides[1].cache)]
  for (let tries = 0; tries < TRIES; tries++) {
    const { cells, result } = await runOver(engine, sides, known, run)
    const { value, logs, first } = result
    const writes = ([0, 1] as const).filter(at => cells[at].commands().length > 0 || (logs[at]?.events ?? 0) > 0)
    const decides = writes.length === 2 ? first : (writes[0] ?? 0)
    const before: [number | undefined, number | undefined] = [undefined, undefined]
    const failed = await commit(setup, sides, cells, { decides, writes, logs, before })
    if (failed === undefined) return { value, before }
    for (const [at, commands] of failed) await read(engine, sides[at], commands, known[at])
  }
  throw new EngineUnavailable('Too many others change the same.')
}

interface Step {
  decides: At
  writes: readonly At[]
  logs: BothRun<unknown>['logs']
  before: [number | undefined, number | undefined]
}

/** Undefined: it is done. Else what was read and is different by now. */
async function commit(
  { engine, prefix, id, now }: BothSetup,
  sides: Pair<Side>,
  cells: Pair<Cells>,
  { decides: one, writes, logs, before }: Step,
): Promise<[At, readonly Command[]][] | undefined> {
  const two = (1 - one) as At
  const isWritten = (at: At) => writes.includes(at)
  // what does not decide is looked at first: what was only guessed of it has to be so
  for (const at of isWritten(one) ? [two] : [two, one]) {
    const log = isWritten(at) ? undefined : logs[at]
    const changed = await look(engine, sides[at].tag, cells[at], log, seq => {
      before[at] = seq
    })
    if (changed.length > 0) return [[at, changed]]
  }
  if (!isWritten(one)) return undefined
  const intent = { tag: sides[two].tag, commands: cells[two].commands(), log: logs[two], at: now() }
  const intentId = isWritten(two) ? id() : undefined
  const kept = intentId === undefined ? [] : [keepIntent(prefix, sides[one].tag, intentId, intent)]
  const { checks, of } = cells[one].checks()
  const commands = [...cells[one].commands(), ...kept]
  const answer = await engine.commit(sides[one].tag, { checks, commands, log: logs[one] })
  if (!answer.done) return [[one, [...new Set(answer.failed.flatMap(each => of[each] ?? []))]]]
  if (logs[one]) before[one] = answer.before
  if (intentId === undefined) return undefined
  before[two] = await doIntent(engine, prefix, sides[one].tag, intentId, intent)
  // whoever asks anew is told what it has become
  if (before[two] === undefined) throw new EngineUnavailable('Another node ended this change.')
  return undefined
}

/** What was guessed and is not so; and where a log stands to which nothing is added. Nothing is written, also where there is no room. */
async function look(
  engine: Engine,
  tag: string,
  cells: Cells,
  log: LogWrite | undefined,
  stands: (seq: number) => void,
): Promise<readonly Command[]> {
  const { checks, of } = cells.guessed ? cells.checks() : { checks: [], of: [] }
  const commands = checks.map(({ command }) => command)
  if (log) commands.push(['HMGET', log.meta, 's', 'r'])
  if (commands.length === 0) return []
  const { replies, run } = await engine.view(tag, commands)
  const changed = checks.flatMap(({ expected }, at) =>
    digestOf(replies[at] ?? null) === expected ? [] : (of[at] ?? []),
  )
  if (log && changed.length === 0) {
    const [seq, ofRun] = replies.at(-1) as (string | null)[]
    if (ofRun === run) stands(Number(seq ?? 0))
    else {
      const begun = await engine.commit(tag, { checks: [], commands: [], log: { ...log, events: 0 } })
      if (begun.done) stands(begun.before)
    }
  }
  return changed
}

async function runOver<T>(
  engine: Engine,
  sides: Pair<Side>,
  known: Pair<Known>,
  run: (one: Cells, other: Cells) => BothRun<T>,
) {
  for (;;) {
    const cells = [new Cells(known[0]), new Cells(known[1])] as const
    try {
      return { cells, result: run(...cells) }
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      const at = error.of === known[0] ? 0 : 1
      await read(engine, sides[at], error.commands, known[at])
    }
  }
}

async function read(engine: Engine, { tag, cache }: Side, commands: readonly Command[], known: Known): Promise<void> {
  const turn = cache?.turn ?? 0
  const { replies } = await engine.view(tag, commands)
  for (const [at, command] of commands.entries()) {
    known.set(command, replies[at] ?? null)
    cache?.remember(command, replies[at] ?? null, turn)
  }
}
