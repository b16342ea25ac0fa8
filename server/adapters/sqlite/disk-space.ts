import { readdirSync, statfsSync, statSync } from 'node:fs'
import path from 'node:path'

/** What messages may take. Bytes. */
export interface DiskBounds {
  /** Of the data folder; undefined: as much as there is. */
  most: number | undefined
  /** What stays free on its disk; undefined: 64 MB, or a twentieth of the disk where that is less. 0: nothing. */
  leastFree: number | undefined
}

export interface DiskUse {
  /** Of the files of the folder. */
  used: number
  free: number
  /** Of the whole disk. */
  size: number
}

const LEAST_FREE = 64_000_000
const PART_FREE = 20
/** A message is in the log of the database and in the database. */
const COPIES = 2
/** What a commit takes beside its messages: pages of indexes, and of what comes meanwhile that is no message. */
const COMMIT_BYTES = 64_000
/** Where it was full, it is so until this part of a bound is there again, so that it does not change with each message. */
const SLACK = 0.05
/** How long one look is good for, and what others may write to the disk meanwhile. */
const LOOK_MS = 1_000
const OTHERS_BYTES = 500_000_000

/** Whether there is room for messages in a data folder. */
export class DiskSpace {
  readonly #bounds: DiskBounds
  readonly #look: () => DiskUse | undefined
  #full = false
  #lookedAt = Number.NaN
  /** What we may write by the last look. Bytes. */
  #granted = 0

  constructor(bounds: DiskBounds, look: () => DiskUse | undefined) {
    this.#bounds = bounds
    this.#look = look
  }

  /**
   * Whether so many bytes of messages may be written now. A look costs as much as some messages, so that where there is much
   * room one look serves many commits.
   */
  takes(bytes: number, now: number): boolean {
    const more = COMMIT_BYTES + COPIES * bytes
    // by its amount, since a clock may be set back
    const isKnown = more <= this.#granted && Math.abs(now - this.#lookedAt) < LOOK_MS
    if (!isKnown && this.full(bytes, now)) return false
    this.#granted -= more
    return true
  }

  /** Looks whether there is room for so many bytes more. What cannot be told is not full: writing it will show. */
  full(bytes = 0, now = Number.NaN): boolean {
    this.#granted = 0
    const use = this.#look()
    if (use === undefined) return false
    const { most = Number.POSITIVE_INFINITY, leastFree = Math.min(LEAST_FREE, use.size / PART_FREE) } = this.#bounds
    const slack = this.#full ? SLACK : 0
    const more = COMMIT_BYTES + COPIES * bytes
    const below = most * (1 - slack) - use.used
    const above = leastFree > 0 ? use.free - leastFree * (1 + slack) : Number.POSITIVE_INFINITY
    const room = Math.min(below, above)
    this.#full = room < more
    if (this.#full) return true
    this.#granted = Math.max(0, room - OTHERS_BYTES)
    this.#lookedAt = now
    return false
  }
}

/**
 * What a folder takes, and what is left of its disk, when `pending` bytes more are written that are owed already; undefined
 * when that cannot be told.
 */
export function diskUse(folder: string, pending: () => number = () => 0): DiskUse | undefined {
  try {
    const owed = pending()
    let used = owed
    for (const name of readdirSync(folder)) {
      const stat = statSync(path.join(folder, name), { throwIfNoEntry: false })
      if (stat?.isFile()) used += stat.size
    }
    const { bavail, blocks, bsize } = statfsSync(folder)
    return { used, free: bavail * bsize - owed, size: blocks * bsize }
  } catch {
    return undefined
  }
}
