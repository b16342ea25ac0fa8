import type { CellReads } from './cell-reads.ts'
import type { Command } from './engine.ts'
import { inParts } from './hash-cells.ts'
import { seqOf } from './new-seqs.ts'

export interface Scored {
  member: string
  score: number
}

/**
 * A part of a sorted set. By their scores, both ends with them; or by their names, where all have the score 0: behind `after`,
 * or before `before`.
 */
export type Range =
  | { by: 'score'; from?: number; to?: number; newest?: boolean; limit: number }
  | { by: 'name'; after?: string | undefined; before?: string | undefined; newest?: boolean; limit: number }

/** One sorted set: see `Cells`. Scores are whole numbers. */
export class SortedCells {
  readonly #key: string
  readonly #cells: CellReads
  /** Undefined: the member is gone. A text: a seq that is not known yet, as `wordOf` writes one; it is above all others. */
  readonly #written = new Map<string, number | string | undefined>()
  #isEmptied = false

  constructor(key: string, cells: CellReads) {
    this.#key = key
    this.#cells = cells
  }

  /** The score of a member; undefined: it is not there. */
  score(member: string): number | undefined {
    if (this.#written.has(member)) return scoreOf(this.#written.get(member))
    return this.#before(member)
  }

  add(member: string, score: number | string = 0): void {
    this.#written.set(member, score)
  }

  delete(member: string): void {
    this.#written.set(member, undefined)
  }

  count(): number {
    return this.#count(['ZCARD', this.#key], () => true)
  }

  /** How many there are with this score or a higher one. */
  countFrom(from: number): number {
    return this.#count(['ZCOUNT', this.#key, String(from), '+inf'], score => score >= from)
  }

  /** At most `limit` members, in order; `newest`: from the other end. */
  range(range: Range): Scored[] {
    const isIn = within(range)
    const written = [...this.#written]
    // those that are written meanwhile may be among what is read; a few more each time would be read again each time
    const limit = written.length === 0 ? range.limit : 2 ** Math.ceil(Math.log2(range.limit + written.length))
    const kept = this.#isEmptied ? [] : this.#read(range, limit)
    const all = kept.filter(({ member }) => !this.#written.has(member))
    for (const [member, given] of written) {
      const score = scoreOf(given)
      if (score !== undefined && isIn(member, score)) all.push({ member, score })
    }
    all.sort((one, other) => one.score - other.score || compare(one.member, other.member))
    if (range.newest) all.reverse()
    return all.slice(0, range.limit)
  }

  emptied(): void {
    this.#isEmptied = true
    this.#written.clear()
  }

  commands(): Command[] {
    const added: string[] = []
    const gone: string[] = []
    for (const [member, score] of this.#written)
      if (score !== undefined) added.push(String(score), member)
      else if (!this.#isEmptied) gone.push(member)
    return [...inParts('ZADD', this.#key, added), ...inParts('ZREM', this.#key, gone)]
  }

  #count(command: Command, isIn: (score: number) => boolean): number {
    if (!this.#isEmptied) this.#cells.want([...this.#written.keys()].map(member => ['ZSCORE', this.#key, member]))
    const counted = (score: number | undefined) => (score !== undefined && isIn(score) ? 1 : 0)
    let count = this.#isEmptied ? 0 : Number(this.#cells.read(command))
    for (const [member, given] of this.#written) count += counted(scoreOf(given)) - counted(this.#before(member))
    return count
  }

  #before(member: string): number | undefined {
    if (this.#isEmptied) return undefined
    const reply = this.#cells.read(['ZSCORE', this.#key, member])
    return reply === null ? undefined : Number(reply)
  }

  #read(range: Range, limit: number): Scored[] {
    const flat = this.#cells.read(rangeCommand(this.#key, range, limit)) as readonly string[]
    if (range.by === 'name') return flat.map(member => ({ member, score: 0 }))
    const all: Scored[] = []
    for (let at = 0; at < flat.length; at += 2) all.push({ member: flat[at] as string, score: Number(flat[at + 1]) })
    return all
  }
}

/** By scores the answer has each score behind its member. */
export function rangeCommand(key: string, range: Range, limit = range.limit): Command {
  const [low, high] = boundsOf(range)
  const [start, end] = range.newest ? [high, low] : [low, high]
  const words = ['ZRANGE', key, start, end, range.by === 'name' ? 'BYLEX' : 'BYSCORE']
  if (range.newest) words.push('REV')
  words.push('LIMIT', '0', String(limit))
  return range.by === 'score' ? [...words, 'WITHSCORES'] : words
}

function boundsOf(range: Range): [string, string] {
  if (range.by === 'score') {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = range
    return [boundOf(from), boundOf(to)]
  }
  const { after, before } = range
  return [after === undefined ? '-' : `(${after}`, before === undefined ? '+' : `(${before}`]
}

function boundOf(score: number): string {
  if (Number.isFinite(score)) return String(score)
  return score > 0 ? '+inf' : '-inf'
}

function within(range: Range): (member: string, score: number) => boolean {
  if (range.by === 'score') {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = range
    return (_, score) => score >= from && score <= to
  }
  const { after, before } = range
  return member =>
    (after === undefined || compare(member, after) > 0) && (before === undefined || compare(member, before) < 0)
}

/** A score that is not known yet is above all that are. */
function scoreOf(given: number | string | undefined): number | undefined {
  return typeof given === 'string' ? seqOf(given) : given
}

/** As Redis does: by their bytes. */
function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
