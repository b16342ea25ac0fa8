import type { User } from '../../../sdk/protocol/records.ts'
import type { LogItem } from '../../../sdk/store/view-model.ts'

export const NOON = Date.UTC(2025, 10, 20, 12, 0)
const MINUTE = 60_000

const user = (name: string): User => ({ id: `id-${name}`, name })
export const ada = user('Ada Lovelace')
export const grace = user('Grace')
export const linus = user('Linus')
export const me = user('Margaret')
export const crowd = [
  me,
  ada,
  user('Barbara'),
  user('Radia P.'),
  user('Dennis'),
  user('Donald K'),
  user('Edsger'),
  user('Frances Allen'),
  grace,
  user('Katherine'),
  linus,
  user('Søren Ørsted'),
]

export const day = (at: number): LogItem => ({ kind: 'day', key: `day-${at}`, at })

type MessageItem = Extract<LogItem, { kind: 'message' }>

let count = 0
export function message(author: User, minute: number, text: string, more: Partial<MessageItem> = {}): MessageItem {
  const key = `m${++count}`
  return {
    kind: 'message',
    key,
    id: key,
    seq: count,
    cid: key,
    user: author,
    own: author === me,
    text,
    deleted: false,
    sentAt: NOON + minute * MINUTE,
    delivery: { status: 'sent' },
    first: true,
    last: true,
    ...more,
  }
}

/** Says for each message whether it begins or ends a run, as the store does. */
export function grouped(items: readonly LogItem[]): LogItem[] {
  const meets = (a: LogItem | undefined, b: LogItem | undefined) =>
    a?.kind === 'message' && b?.kind === 'message' && a.user === b.user && b.sentAt - a.sentAt < 5 * MINUTE
  return items.map((item, i) =>
    item.kind === 'message' ? { ...item, first: !meets(items[i - 1], item), last: !meets(item, items[i + 1]) } : item,
  )
}

export const talk: LogItem[] = grouped([
  day(NOON - 86_400_000),
  message(ada, -1450, 'The analytical engine weaves algebraic patterns, just as the loom weaves flowers and leaves.'),
  message(grace, -1449, 'Found it. There was a moth in relay 70, panel F.'),
  message(grace, -1448, 'I taped it into the log book.'),
  message(me, -1440, 'First actual case of a bug being found, then.'),
  day(NOON),
  { kind: 'notice', key: 'n1', at: NOON, joined: [linus], left: [] },
  message(linus, 1, 'Morning all. Is the release still planned for today?'),
  message(ada, 2, 'Yes, at four. The notes are at https://example.com/releases/2.0 (draft).'),
  message(ada, 2, 'Could somebody read the part about upgrades once more?'),
  message(me, 4, 'On it.'),
  message(me, 4, 'Two small things:\n1. the second link is dead\n2. “migrate” should say what it does to old rooms'),
  message(grace, 6, '👏👏'),
  message(ada, 7, 'Both fixed. Thank you.'),
  {
    kind: 'notice',
    key: 'n2',
    at: NOON,
    joined: [ada, ...crowd.slice(2, 12), user('x'), user('y'), user('z')],
    left: [],
  },
  message(grace, 12, 'Then I will start the build. It takes about eleven minutes, so this is a good time for tea.'),
  message(me, 13, 'Perfect, see you at four 🎉'),
])
