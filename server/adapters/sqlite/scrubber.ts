import { closeSync, openSync, readSync, writeSync } from 'node:fs'

/** Leaves of tables and of indexes, by the first byte of their page; what has no such byte begins with a 0 or less than 6. */
const LEAVES: readonly number[] = [0x0a, 0x0d]
/** The file begins with a header of its own, before that of its first page. */
const FILE_HEADER = 100
const LEAF_HEADER = 8
/** Read at once. Bytes. */
const CHUNK = 1_048_576

/**
 * Empties what no cell of a database's pages takes. SQLite overwrites what is deleted, but when it moves cells from page to
 * page it leaves copies behind in the gap between the list of cells and the first of them. To be called while nothing of
 * the file is in the write-ahead log or in the writer's cache.
 */
export class Scrubber {
  readonly #descriptor: number
  readonly #pageSize: number
  readonly #zeros: Buffer

  /** Its descriptor may be closed only where no connection of this process to the file is open: see `close`. */
  constructor(file: string, pageSize: number) {
    this.#descriptor = openSync(file, 'r+')
    this.#pageSize = pageSize
    this.#zeros = Buffer.alloc(pageSize)
  }

  /** From a page on, counted from 0, at most so many bytes. Where to go on; undefined: that was the end. */
  scrub(from: number, most: number): number | undefined {
    const pagesAtOnce = CHUNK / this.#pageSize
    const end = from + Math.ceil(most / this.#pageSize)
    const bytes = Buffer.alloc(CHUNK)
    for (let page = from; page < end; page += pagesAtOnce) {
      const read = readSync(this.#descriptor, bytes, 0, CHUNK, page * this.#pageSize)
      for (let at = 0; at + this.#pageSize <= read; at += this.#pageSize)
        this.#empty(bytes.subarray(at, at + this.#pageSize), page * this.#pageSize + at)
      if (read < CHUNK) return undefined
    }
    return end
  }

  /** The system drops the locks of SQLite on the file with it. */
  close(): void {
    closeSync(this.#descriptor)
  }

  #empty(page: Buffer, place: number): void {
    const gap = gapOf(page, place === 0 ? FILE_HEADER : 0)
    if (gap === undefined) return
    const { from, to } = gap
    const empty = this.#zeros.subarray(0, to - from)
    if (!page.subarray(from, to).equals(empty)) writeSync(this.#descriptor, empty, 0, empty.length, place + from)
  }
}

/** What belongs to no cell between the list of a leaf's cells and the first of them; undefined: it is no leaf, or not sound. */
function gapOf(page: Buffer, header: number): { from: number; to: number } | undefined {
  if (!LEAVES.includes(page[header] ?? 0)) return undefined
  const cells = page.readUInt16BE(header + 3)
  const to = page.readUInt16BE(header + 5) || 65_536
  const from = header + LEAF_HEADER + 2 * cells
  if (from > to || to > page.length) return undefined
  for (let cell = 0; cell < cells; cell++) if (page.readUInt16BE(header + LEAF_HEADER + 2 * cell) < to) return undefined
  return { from, to }
}
