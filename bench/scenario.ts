import type { Figures } from './figures.ts'
import type { Generator } from './generator.ts'
import type { ServerProcess } from './server-process.ts'
import type { BenchServer } from './servers.ts'

/** How much of everything. */
export interface Scale {
  quick: boolean
  /** Of each load, after its warm-up. */
  seconds: number
}

export interface Column {
  figure: string
  heading: string
  digits: number
}

/** A server and a generator that speaks to it, started for one run. */
export interface Arena {
  server: ServerProcess
  generator: Generator
  /** Starts the killed server again on its data. */
  restart(): Promise<void>
}

export interface Bench {
  scale: Scale
  /** Runs with both, with more flags for the generator, and ends both. */
  arena<T>(server: BenchServer, flags: readonly string[], run: (arena: Arena) => Promise<T>): Promise<T>
}

/** One load that several servers are put under. */
export interface Case {
  name: string
  servers: readonly string[]
  run(bench: Bench, server: BenchServer): Promise<Figures>
}

/** One question to the servers. */
export interface Scenario {
  name: string
  title: string
  /** What the figures of its table mean, a sentence or two. */
  about: string
  columns: readonly Column[]
  /** The figure of which a ratio is given, and the server that is 1. */
  limit?: { server: string; figure: string }
  cases(scale: Scale): readonly Case[]
}
