import type { User } from '../../protocol/records.ts'
import { findLinks } from './linkify.ts'
import type { Found } from './piece.ts'

const WORD = /[\p{L}\p{M}\p{N}_]/u
/** A word of these scripts goes on without a space. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u

const inWord = (char: string) => WORD.test(char) && !UNSPACED.test(char)
const charAt = (text: string, at: number) => String.fromCodePoint(text.codePointAt(at) ?? 0x20)

/** A name is over here; a longer one would go on. */
const ends = (text: string, at: number) => !inWord(charAt(text, at)) || !inWord(text.charAt(at - 1))

/** `@name` of those whom a message names, the longest name first. Looks at each character once for each of them. */
export function findNames(text: string, people: readonly Pick<User, 'id' | 'name'>[] = []): Found[] {
  const found: Found[] = []
  const named = people.filter(({ name }) => name).sort((a, b) => b.name.length - a.name.length)
  if (named.length === 0) return found
  for (let at = text.indexOf('@'); at >= 0; ) {
    let next = at + 1
    // Not in an address of mail
    if (at === 0 || !inWord(text.charAt(at - 1))) {
      const who = named.find(({ name }) => text.startsWith(name, at + 1) && ends(text, at + 1 + name.length))
      if (who) {
        next += who.name.length
        found.push([at, next, { text: text.slice(at, next), mention: who.id }])
      }
    }
    at = text.indexOf('@', next)
  }
  return found
}

/** What of a text is more than text, in its order: addresses, and the names of those whom it names outside of them. */
export function findPieces(text: string, people?: readonly Pick<User, 'id' | 'name'>[]): Found[] {
  const links = findLinks(text)
  const names = findNames(text, people)
  if (names.length === 0) return links
  let link = 0
  const free = names.filter(([from, to]) => {
    while (link < links.length && (links[link]?.[1] ?? 0) <= from) link++
    return (links[link]?.[0] ?? text.length) >= to
  })
  return [...links, ...free].sort(([a], [b]) => a - b)
}
