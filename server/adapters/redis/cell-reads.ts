import type { Command, Reply } from './engine.ts'

/** What the cells of one key ask of those of all: see `Cells`. */
export interface CellReads {
  read(command: Command): Reply
  assume(command: Command, reply: Reply): Reply
  want(commands: readonly Command[]): void
}
