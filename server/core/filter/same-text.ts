import { BoundedMap } from '../bounded-map.ts'
import { KIND } from './fold-letter.ts'
import { lettersOf } from './letters.ts'

interface Taken {
  digest: number
  /** Ms. */
  at: number
}

export const SAME_TEXT_MS = 60_000
/** Texts of one person in one room that are remembered. */
export const MOST_SAME = 10
const MOST_PEOPLE = 20_000

/**
 * How often somebody wrote the same in a room within the last minute. Texts that differ in nothing but case, accents, signs
 * and space are the same. It remembers numbers made of the texts, never the texts. Times in ms.
 */
export class SameText {
  readonly #taken: BoundedMap<readonly Taken[]>

  /** `most`: people in rooms that are remembered; more push out those who wrote least recently. */
  constructor(most = MOST_PEOPLE) {
    this.#taken = new BoundedMap(most)
  }

  /** How often it was taken; asking counts for nothing. No more than the last ten texts are counted. */
  count(room: string, user: string, text: string, now: number): number {
    const digest = digestOf(text)
    return this.#recent(room, user, now).filter(each => each.digest === digest).length
  }

  /** It was taken, or is about to be. */
  take(room: string, user: string, text: string, now: number): void {
    const recent = [...this.#recent(room, user, now), { digest: digestOf(text), at: now }]
    this.#taken.set(keyOf(room, user), recent.slice(-MOST_SAME))
  }

  /** It was not, after all. */
  giveBack(room: string, user: string, text: string, now: number): void {
    const digest = digestOf(text)
    const recent = this.#recent(room, user, now)
    const last = recent.findLastIndex(each => each.digest === digest)
    if (last >= 0) this.#taken.set(keyOf(room, user), recent.toSpliced(last, 1))
  }

  #recent(room: string, user: string, now: number): readonly Taken[] {
    return (this.#taken.get(keyOf(room, user)) ?? []).filter(({ at }) => now - at < SAME_TEXT_MS)
  }
}

function keyOf(room: string, user: string): string {
  return `${room}\n${user}`
}

/** A number of 53 bits that stands for what a text says; of one without letters, for the signs. */
function digestOf(text: string): number {
  const { all } = lettersOf(text)
  const spoken = all.filter(({ kind }) => kind !== KIND.sign)
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (const { looks } of spoken.length > 0 ? spoken : all.filter(({ looks }) => looks[0] !== ' '))
    for (let at = 0; at < looks[0].length; at++) {
      const unit = looks[0].charCodeAt(at)
      high = Math.imul(high ^ unit, 2_654_435_761)
      low = Math.imul(low ^ unit, 1_597_334_677)
    }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0)
}
