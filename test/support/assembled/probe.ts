import type { Visitor } from './visitor.ts'

/** A configured value, measured from outside on a started server. */
export interface Probe {
  /** What is measured. */
  name: string
  /** Options of the server beside the default ones. */
  args?: readonly string[]
  look(visitor: Visitor): Promise<number>
  /** What may be seen; more than one number where time passes meanwhile. */
  range: readonly [least: number, most: number]
}
