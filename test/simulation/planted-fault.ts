/** A mistake that somebody could make, as a change of one place of the source. */
export interface PlantedFault {
  name: string
  file: string
  /** Is there exactly once. */
  find: string
  replace: string
  /** What the simulation should say of it. */
  reason: RegExp
  /** What few histories meet is looked for so many seeds later than the rest, some twenty before the first that does. */
  seldom?: number
}
