import type { FilterHit } from '../../../sdk/protocol/filters.ts'
import type { Standing } from '../../../sdk/protocol/policy.ts'
import type { Actor } from '../actions/actor.ts'
import type { FromLog } from '../from-log.ts'
import type { Place } from '../rooms/place.ts'
import type { Grounds } from '../rooms/seats.ts'
import type { InTurn } from './in-turn.ts'

/** Where somebody wants to write, and what they are there. */
export interface Here {
  readonly place: Place
  readonly grounds: Grounds
  readonly standing: Standing
}

/** What somebody wants to have in a room. */
export interface Written {
  room: string
  text: string
  mentions: number
}

/** What somebody wrote in a room since a time. ms since the Unix epoch. */
export interface ToClean {
  room: string
  /** All ids of theirs. */
  users: readonly string[]
  since: number
  reason: string | undefined
}

/** Says what is let into rooms. */
export interface LettingIn {
  /** Of a guest who wrote here. */
  addressOf(guest: string): string | undefined
  hasWritten(actor: Actor, room: string): Promise<boolean>
  /** A guest whose first message is looked at: another one at their address was sanctioned. */
  isWatched(actor: Actor, here: Pick<Here, 'standing'>, room: string): boolean
  /** Keeps the order in which texts came. */
  readonly turns: InTurn
  /**
   * What a text comes up against; undefined: nothing. A promise only where it is to be asked whether they have written here
   * before, so that most messages wait for nothing.
   */
  look(actor: Actor, here: Here, written: Written): FilterHit | undefined | Promise<FromLog<FilterHit | undefined>>
  /** Whether it matters here how often somebody writes the same. */
  counts(here: Here): boolean
  /** The same text of one person counts from now on; what is called with nothing came of it takes that back. */
  take(actor: Actor, here: Here, written: Pick<Written, 'room' | 'text'>): () => void
}

/** Deletes what somebody wrote. */
export interface Cleaning {
  clean(by: Actor, what: ToClean): void
  stop(): void
}
