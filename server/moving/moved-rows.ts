import type { DirectoryRows } from '../directory/directory-rows.ts'
import type { Erasure } from '../ports/directory.ts'

/** The rows of a directory into which those of another come. */
export interface MovedRows extends DirectoryRows {
  /** It is known as removed; what it wrote is erased already. */
  keepRemoved(id: string): void
  /** What somebody wrote is still to be erased. */
  keepErasure(erasure: Erasure): void
  /** Of somebody of a site: when they were removed, by what stands for them. */
  removedBy(key: string): number
  keepRemoval(key: string, at: number): void
}
