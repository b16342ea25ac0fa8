/** Numbers of one run, by name; the units are in their scenario's columns. */
export type Figures = Readonly<Record<string, number>>

/** One run of one server, in one case of one scenario. */
export interface Run {
  scenario: string
  case: string
  server: string
  round: number
  figures: Figures
  /** Why none of its figures counts. */
  void?: string
}

/** Medians of the runs of one server in one case. */
export interface Summary {
  scenario: string
  case: string
  server: string
  figures: Figures
  /** Cost relative to the case's limit in the same round, its median. */
  ratio?: number
  rounds: number
  voids: string[]
}

/** What makes a run void. */
export class VoidRun extends Error {}
