import type { User } from '../../../sdk/protocol/records.ts'
import type { Shown } from '../../core/people-by-node.ts'

/** What a node tells the others of a room, in the order in which it counts. */
export interface PeopleMessage {
  node: string
  /** Those who enter are all who are there. */
  all: boolean
  entered: Shown[]
  /** Announced. */
  left: string[]
  lost: string[]
  typing: [userId: string, active: boolean][]
}

/** People in one message. */
const AT_ONCE = 1_000

/** As one text or, of many people, as several. */
export function encodePeople({ node, all, entered, left, lost, typing }: PeopleMessage): string[] {
  const texts: string[] = []
  for (let at = 0; at === 0 || at < entered.length; at += AT_ONCE) {
    const first = at === 0
    texts.push(
      JSON.stringify({
        node,
        all: first && all ? true : undefined,
        in: listOf(entered.slice(at, at + AT_ONCE).map(({ user, at: since }) => [since, user])),
        out: first ? listOf(left) : undefined,
        lost: first ? listOf(lost) : undefined,
        typing: listOf(at + AT_ONCE < entered.length ? [] : typing),
      }),
    )
  }
  return texts
}

/** Undefined: it is none. */
export function decodePeople(text: string): PeopleMessage | undefined {
  try {
    const { node, all, in: entered = [], out = [], lost = [], typing = [] } = JSON.parse(text)
    if (typeof node !== 'string') return undefined
    return {
      node,
      all: all === true,
      entered: (entered as [number, User][]).map(([at, user]) => ({ at, user })),
      left: out,
      lost,
      typing,
    }
  } catch {
    return undefined
  }
}

function listOf<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined
}
