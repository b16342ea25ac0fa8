import { createHash } from 'node:crypto'
import type { DirectoryTable } from '../../directory/directory-rows.ts'
import type { Cells } from './cells.ts'
import type { Command } from './engine.ts'
import { anyCommand, type HashCells } from './hash-cells.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import type { SortedCells } from './sorted-cells.ts'

/** Rows that are counted for the whole server. */
export type Counted = DirectoryTable | 'removed'

/** All of a list that is bounded by what it is of. */
export const ALL = 1_000_000

/** What all keys of the directory begin with; also the channel on which its log tells. */
export const directoryOf = (prefix: string): string => `${prefix}{${DIRECTORY_TAG}}`

/**
 * The cells of the directory, by what they are of. What is of one person or one room is under a key of its own, so that whoever
 * keeps answers hears of these only; what is found by a random id or by a time is in one.
 *
 * People: `a` (`j` account, `o` all ids of the person), `k` of a look-alike key (`p` who has it with a password), `ks` who has it
 * without, by when they were seen, `su` of somebody of a site (`a` account, `r` when one was removed), `gone` removed ids,
 * `er` and `erase` what is to be erased.
 * Rooms: `r` (`j` record), `dm` of a pair (`r` room), `l` listed, `m` made by somebody.
 * Places: `u` of a user, by room; `mn` of a room, by name; `mo` of a role in a room, by time.
 * Sanctions: `s` of a user, by room and kind; `sn` the same in order; `se` of a room, by their ends; `sg` and `sge` of all guests.
 * Ties: `iu`, `ir`, `ib` invitations of a user, of a room, by a user; `b` whom somebody blocked, `bo` who blocked them;
 * `pos` how far they read, `pw` which was written last.
 * Holds: `w` by id, `wc` of a room, by whose and which cid; `wr` and `wp` those that wait in a room and of a person there, `wt` of all,
 * by time; `wu` and `wx` those of a person that wait and that were rejected, `wj` rejected ones by time.
 * Reports: `p` by id, `pk` which is known, `pr` open ones of a room, `pb` by a person, `pa` about what a person wrote, `pc` closed ones.
 * Deeds: `e` by id, `ed` by whose and which cid, `ev` of a room, `eb` by a person, `ea` about a person, `et` by time.
 * Beside: `n` counts, `x` the secret, `h` where the log stands.
 */
export class DirectoryCells {
  readonly cells: Cells
  readonly #base: string

  constructor(cells: Cells, prefix: string) {
    this.cells = cells
    this.#base = directoryOf(prefix)
  }

  hash(kind: string, ...of: readonly string[]): HashCells {
    return this.cells.hash(keyIn(this.#base, kind, of))
  }

  sorted(kind: string, ...of: readonly string[]): SortedCells {
    return this.cells.sorted(keyIn(this.#base, kind, of))
  }

  drop(kind: string, ...of: readonly string[]): void {
    this.cells.drop(keyIn(this.#base, kind, of))
  }

  /** There are so many more of them. Nobody who changes others waits for it. */
  count(table: Counted, by: number): void {
    this.hash('n').increment(table, by)
  }

  /** About how many there are: as of before this run, and others may add some meanwhile. */
  counted(table: Counted): number {
    return this.cells.glance(() => Number(this.hash('n').get(table) ?? 0))
  }
}

function keyIn(base: string, kind: string, of: readonly string[]): string {
  return of.length === 0 ? `${base}:${kind}` : `${base}:${kind}:${of.map(word).join(' ')}`
}

/** Ids are of visible ASCII; what was imported may be of others, among which is what stands for a seq. */
function word(text: string): string {
  return /^[!-~]*$/.test(text) ? text : ` ${JSON.stringify(text)}`
}

/** Stands for texts of any length, without saying what they are. */
export function hashOf(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url')
}

/** Asked of whoever writes: see `otherIdsIn`. */
export function otherIdsCommand(prefix: string, id: string): Command {
  return ['HGET', keyIn(directoryOf(prefix), 'a', [id]), 'o']
}

/** The other ids of a person, as the answer to `otherIdsCommand` has them. */
export function otherIdsIn(id: string, reply: string | null | undefined): readonly string[] {
  return reply ? reply.split(' ').filter(each => each !== id) : []
}

/** Asked of whatever is written in a room; 0: nothing is kept of a message that waited there. */
export function hasHoldsCommand(prefix: string, room: string): Command {
  return anyCommand(keyIn(directoryOf(prefix), 'wc', [room]))
}
