import type { User } from '../../../protocol/records.ts'
import { beginsWord, UNSPACED } from '../completion/begins-word.ts'

type Person = Pick<User, 'id' | 'name'>

/** Signs of a text that are looked at; more is no message to people. */
const SIGNS = 500
const WORD = /[\p{L}\p{N}_]/u
/** Goes on with the character before: accents, and what joins emoji. */
const JOINED = /\u200d|[\p{M}\p{EMod}]/u

/** Whether a name may end here: the word does not go on, or needs no space to end. */
function endsName(text: string, end: number): boolean {
  const next = String.fromCodePoint(text.codePointAt(end) ?? 32)
  return !JOINED.test(next) && (!WORD.test(next) || UNSPACED.test(next))
}

/** People by their names in small letters; a name that several have is nobody's. */
function unique(people: Iterable<Person>): Map<string, Person | undefined> {
  const found = new Map<string, Person | undefined>()
  for (const person of people) {
    const name = person.name.toLowerCase()
    const other = found.get(name)
    found.set(name, found.has(name) && other?.id !== person.id ? undefined : person)
  }
  return found
}

/** Who is meant by which name: those who were chosen, else who is here, else who has spoken. */
export function byName(people: {
  chosen: Iterable<Person>
  here: Iterable<Person>
  spoke: Iterable<Person>
}): ReadonlyMap<string, Person> {
  const chosen = [...people.chosen].map((person): [string, Person] => [person.name.toLowerCase(), person])
  const all = [...unique(people.spoke), ...unique(people.here), ...chosen]
  return new Map([...new Map(all)].filter((each): each is [string, Person] => !!each[1] && each[0].trim() !== ''))
}

export interface Resolved {
  /** With each name as its person writes it. */
  text: string
  ids: readonly string[]
}

/** Whom a text names by `@name`, the longest name first, each once, at most `most`. */
export function resolveNames(text: string, people: ReadonlyMap<string, Person>, most: number): Resolved {
  const lengths = [...new Set([...people.values()].map(({ name }) => name.length))].sort((a, b) => b - a)
  const named = new Set<string>()
  let written = text
  let signs = 0
  for (let at = text.indexOf('@'); at >= 0 && signs < SIGNS; at = text.indexOf('@', at + 1)) {
    signs++
    if (!beginsWord(text, at)) continue
    for (const length of lengths) {
      const end = at + 1 + length
      if (end > text.length) continue
      const person = people.get(text.slice(at + 1, end).toLowerCase())
      if (person?.name.length !== length || !endsName(text, end)) continue
      if (named.size >= most && !named.has(person.id)) break
      named.add(person.id)
      written = written.slice(0, at + 1) + person.name + written.slice(end)
      break
    }
  }
  return { text: written, ids: [...named] }
}
