import type { Peer } from '../ports/transport.ts'

/** Heartbeats go out in so many parts, so that many rooms make no spike. */
export const SLICES = 20

const TOPICS = Array.from({ length: SLICES }, (_, slice) => `roomless:${slice}`)

/** Where the heads of one part go for connections without a room. */
export function topicOfSlice(slice: number): string {
  return TOPICS[slice] as string
}

export function roomlessTopic({ id }: Peer): string {
  return topicOfSlice(id % SLICES)
}
