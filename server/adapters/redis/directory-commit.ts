import { createHash } from 'node:crypto'
import { type TrimmedModeration, trimModeration } from '../../directory/trim-moderation.ts'
import { writeDirectory } from '../../directory/write-directory.ts'
import type { DirectoryNews } from '../../ports/directory.ts'
import type { DirectoryAnswer, DirectoryChange } from '../../ports/directory-change.ts'
import type { Random } from '../../ports/random.ts'
import type { Cells } from './cells.ts'
import { directoryOf } from './directory-cells.ts'
import { readAhead, readAheadToTrim } from './directory-read-ahead.ts'
import { type RedisDirectoryLimits, RedisDirectoryRows } from './directory-rows.ts'
import type { Engine, LogWrite } from './engine.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { transact } from './transact.ts'

/** What the log of the directory tells: what is different, and under which keys something was written. */
export interface DirectoryTold {
  readonly news: readonly DirectoryNews[]
  readonly keys: readonly string[]
}

/** What became of a change, and the place in the log of the directory that tells of it; 0: there is none. */
export interface Told<T> {
  readonly answer: T
  readonly seq: number
  readonly epoch: string
}

/** Makes a change over cells of the directory. */
export function runDirectory(
  cells: Cells,
  prefix: string,
  change: DirectoryChange,
  limits?: Partial<RedisDirectoryLimits>,
): DirectoryAnswer | 'full' {
  readAhead(cells, prefix, change)
  return writeDirectory(new RedisDirectoryRows(cells, prefix, limits), change)
}

/** One event of the log of the directory, where anything is written; `news`: what it tells. */
export function directoryLog(
  cells: Cells,
  prefix: string,
  news: readonly DirectoryNews[],
  random: Random,
): LogWrite | undefined {
  const keys = [...new Set(cells.commands().map(([, key = '']) => key))]
  if (keys.length === 0) return undefined
  const told: DirectoryTold = { news, keys }
  const base = directoryOf(prefix)
  return { meta: `${base}:h`, events: 1, freshEpoch: random.id(), channel: base, told: JSON.stringify(told) }
}

/** Makes one change; others may be made meanwhile. Of how far people have read nobody is told. */
export function changeDirectory(
  engine: Engine,
  prefix: string,
  change: DirectoryChange,
  random: Random,
  limits?: Partial<RedisDirectoryLimits>,
): Promise<Told<DirectoryAnswer | 'full'>> {
  return told(engine, cells => {
    const answer = runDirectory(cells, prefix, change, limits)
    const news = answer === 'full' ? [] : answer.news
    const log = change.type === 'keepPositions' ? undefined : directoryLog(cells, prefix, news, random)
    return { value: answer, log }
  })
}

/** Gives up some of what is kept longer than it may be. */
export function trimDirectory(
  engine: Engine,
  prefix: string,
  now: number,
  dedupeMs: number,
  random: Random,
): Promise<Told<TrimmedModeration>> {
  return told(engine, cells => {
    readAheadToTrim(cells, prefix, now, dedupeMs)
    const trimmed = trimModeration(new RedisDirectoryRows(cells, prefix), now, dedupeMs)
    return { value: trimmed, log: directoryLog(cells, prefix, trimmed.news, random) }
  })
}

/** The secret of this store, for what is kept of addresses. The first who asks makes it. */
export async function addressKey(engine: Engine, prefix: string, random: Random): Promise<string> {
  const { value } = await transact(engine, DIRECTORY_TAG, cells => {
    const kept = cells.hash(`${directoryOf(prefix)}:x`)
    const key = kept.get('k') ?? createHash('md5').update(random.token()).digest('hex')
    if (kept.get('k') === undefined) kept.set('k', key)
    return { value: key }
  })
  return value
}

async function told<T>(
  engine: Engine,
  run: (cells: Cells) => { value: T; log: LogWrite | undefined },
): Promise<Told<T>> {
  let isTold = false
  const done = await transact(engine, DIRECTORY_TAG, cells => {
    const ran = run(cells)
    isTold = ran.log !== undefined
    return ran
  })
  return { answer: done.value, seq: isTold ? done.before + 1 : 0, epoch: done.epoch }
}
