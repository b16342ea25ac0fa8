import { ROOM_NAME } from '../../../protocol/limits.ts'

/** What an entry of the browser's history says of one element: which room was shown, and to whom. */
export interface Mark {
  room: string
  /** The reader's id. */
  user: string
}

/** Beside what the page keeps in the state of its entries: by element, a mark. */
const NAME = 'chat-widget'

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** The mark of this element; anything may stand in a state. */
export function markIn(state: unknown, element: string): Mark | undefined {
  const marks = isPlain(state) ? state[NAME] : undefined
  if (!isPlain(marks) || !Object.hasOwn(marks, element)) return undefined
  const mark = marks[element]
  if (!isPlain(mark)) return undefined
  const { room, user } = mark
  return typeof room === 'string' && ROOM_NAME.test(room) && typeof user === 'string' ? { room, user } : undefined
}

/** The page's state with this mark in it; undefined where the page keeps what takes none, such as a number or a list. */
export function withMark(state: unknown, element: string, mark: Mark): object | undefined {
  const own = state ?? {}
  if (!isPlain(own)) return undefined
  const marks = isPlain(own[NAME]) ? own[NAME] : {}
  return { ...own, [NAME]: { ...marks, [element]: mark } }
}
