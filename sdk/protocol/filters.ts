import { below, type Role } from './policy.ts'

/** What is done about a message that a filter finds, from the mildest to the strongest. */
export const FILTER_ACTIONS = ['report', 'hold', 'block'] as const
export type FilterAction = (typeof FILTER_ACTIONS)[number]

/**
 * A word or a phrase. `cat` is the whole word, `cat*` the beginning of one, `*cat` its end, `*cat*` stands anywhere. Case,
 * accents and letters that only look alike make no difference.
 */
export interface WordRule {
  term: string
  action: FilterAction
}

/**
 * Which links a text may have. `allow`: to these hosts only; `block`: to all but these; `none`: no links. What is below a
 * host counts as it: `example.com` stands for `www.example.com`, too. Hosts are in ASCII and small letters.
 */
export interface LinkRule {
  mode: 'allow' | 'block' | 'none'
  hosts?: string[] | undefined
  action: FilterAction
}

/** What nobody writes by accident. What is left out is not looked at. */
export interface FloodRule {
  /** How often somebody may write the same text within 60 s. */
  same?: number | undefined
  /** How many people a message may name. */
  mentions?: number | undefined
  /**
   * How many percent of the characters of a text may be neither letters nor digits, nor one of its first ten emoji. Looked
   * at from 20 characters on; space does not count.
   */
  letters?: number | undefined
  action: FilterAction
}

/** Whose messages wait until somebody who keeps order approves them. `first`: the first ones of guests. */
export const HOLDS = ['nobody', 'first', 'everyone'] as const
export type Hold = (typeof HOLDS)[number]

/** The filters of a room. */
export interface Filters {
  words?: WordRule[] | undefined
  /**
   * Innocent words in which a term stands, written as terms are. They count as they are written, with their accents, in any
   * case: so `año` may be allowed where `ano` is not.
   */
  allow?: string[] | undefined
  links?: LinkRule | undefined
  floods?: FloodRule | undefined
  /** Who has this role or a higher one is not filtered; left out: `moderator`. */
  below?: Role | undefined
  /** Left out: `nobody`. */
  hold?: Hold | undefined
}

export type FilterRule = 'words' | 'links' | 'flood' | 'mentions' | 'letters' | 'first' | 'everyone'

/** What a filter found. */
export interface FilterHit {
  rule: FilterRule
  action: FilterAction
  /** Of a link its host, in ASCII. Of a word nothing: who writes is never told which one it was. */
  detail?: string | undefined
}

/** Whether the messages of somebody of this role are filtered. */
export function isFiltered(role: Role, filters: Filters): boolean {
  return below(role, filters.below ?? 'moderator')
}

/** Whether a message waits for approval because of who wrote it. `isFirst`: nothing of theirs was approved here yet. */
export function checkHold(role: Role, isFirst: boolean, filters: Filters): FilterHit | undefined {
  if (!isFiltered(role, filters)) return undefined
  if (filters.hold === 'everyone') return { rule: 'everyone', action: 'hold' }
  if (filters.hold === 'first' && role === 'guest' && isFirst) return { rule: 'first', action: 'hold' }
  return undefined
}

/** Whether the one action does more than the other; nothing is less than any. */
export function isStronger(one: FilterAction, other: FilterAction | undefined): boolean {
  return other === undefined || FILTER_ACTIONS.indexOf(one) > FILTER_ACTIONS.indexOf(other)
}

/** Of several findings the one with the strongest action; of those that are alike the first. */
export function strongestHit(hits: readonly (FilterHit | undefined)[]): FilterHit | undefined {
  let strongest: FilterHit | undefined
  for (const hit of hits) if (hit && isStronger(hit.action, strongest?.action)) strongest = hit
  return strongest
}
