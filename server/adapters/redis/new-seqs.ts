import { place } from './engine.ts'

/**
 * New events get their seqs when they are written. Before, they are counted from here, far above every seq there is: so they
 * compare as they should, and nobody has to know where the log stands.
 */
const NEW = 2 ** 50

/** Of the k-th new event, from 1 on. */
export const newSeq = (k: number): number => NEW + k

/** A seq as it is written: for a new one the place of what it will be. */
export function wordOf(seq: number): string {
  return seq > NEW ? place(seq - NEW) : String(seq)
}

export function seqOf(word: string): number {
  return word.charCodeAt(0) === 1 ? NEW + Number(word.slice(1, -1)) : Number(word)
}

/** What a seq has become, where the log stood at `before`. */
export function givenSeq(seq: number, before: number): number {
  return seq > NEW ? before + (seq - NEW) : seq
}
