import { Cells } from './cells.ts'
import type { Command, Engine, LogWrite } from './engine.ts'
import { EngineUnavailable } from './engine.ts'
import { Known, keyOf, Missing } from './known.ts'

/** A run and what it adds to a log, if it does. */
export interface Run<T> {
  value: T
  log?: LogWrite | undefined
}

export interface Done<T> {
  value: T
  /** Where the log stood before, and its epoch since; 0 and nothing where there was none, or nothing was written. */
  before: number
  epoch: string
}

/** Others changed what was read this many times: something is wrong, or too much goes on. */
const TRIES = 100

/**
 * Runs over cells of a tag until what it read holds still, and does what it wrote, in one step; what only reads is as of one moment. The
 * run decides by nothing but the cells, and may be called many times.
 */
export async function transact<T>(engine: Engine, tag: string, run: (cells: Cells) => Run<T>): Promise<Done<T>> {
  const known = new Known()
  for (let tries = 0; tries < TRIES; tries++) {
    const { cells, result, reads } = await runOver(engine, tag, run, known)
    const { value, log } = result
    const commands = cells.commands()
    if (commands.length === 0 && log === undefined) {
      if ((reads < 2 && !cells.guessed) || (await isStill(engine, tag, cells, known)))
        return { value, before: 0, epoch: '' }
      continue
    }
    const { checks, of } = cells.checks()
    const answer = await engine.commit(tag, { checks, commands, log })
    if (answer.done) return { value, before: answer.before, epoch: answer.epoch }
    await read(engine, tag, [...new Set(answer.failed.flatMap(at => of[at] ?? []))], known)
  }
  throw new EngineUnavailable('Too many others change the same.')
}

/** What is only read. */
export async function ask<T>(engine: Engine, tag: string, question: (cells: Cells) => T): Promise<T> {
  return (await transact(engine, tag, cells => ({ value: question(cells) }))).value
}

async function runOver<T>(engine: Engine, tag: string, run: (cells: Cells) => Run<T>, known: Known) {
  for (let reads = 0; ; reads++) {
    const cells = new Cells(known)
    try {
      return { cells, result: run(cells), reads }
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      await read(engine, tag, error.commands, known)
    }
  }
}

/** What was read at several times is as it was. */
async function isStill(engine: Engine, tag: string, cells: Cells, known: Known): Promise<boolean> {
  const relied = [...cells.relied]
  const before = relied.map(command => JSON.stringify(known.get(keyOf(command))))
  await read(engine, tag, relied, known)
  return relied.every((command, at) => JSON.stringify(known.get(keyOf(command))) === before[at])
}

async function read(engine: Engine, tag: string, commands: readonly Command[], known: Known): Promise<void> {
  const { replies } = await engine.view(tag, commands)
  for (const [at, command] of commands.entries()) known.set(command, replies[at] ?? null)
}
