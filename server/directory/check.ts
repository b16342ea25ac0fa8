import { codePoints, ROOM_NAME } from '../../sdk/protocol/limits.ts'

/** Ids of users are of visible ASCII, so that every store has them in one order. */
const USER_ID = /^[!-~]{1,64}$/

/** Throws a RangeError unless it holds. */
export function demand(holds: boolean, problem: string): void {
  if (!holds) throw new RangeError(problem)
}

/** A text of at most so many code points, which every store gives back as it is. `what` begins a sentence. */
export function demandText(value: unknown, most: number, what: string, least = 0): void {
  demand(typeof value === 'string', `${what} is no text.`)
  const text = value as string
  // a code point has at most two units
  demand(text.length <= 2 * most && codePoints(text, most + 1) <= most, `${what} is longer than ${most} characters.`)
  demand(text.length >= least, `${what} is empty.`)
  demand(text.isWellFormed(), `${what} has half a character.`)
}

export function demandUser(value: unknown, what: string): void {
  demand(isUserId(value), `${what} is none that a user can have.`)
}

/** Ids of what is in a room: as of users. */
export function demandId(value: unknown): void {
  demand(isUserId(value), 'The id is none that anything can have.')
}

export function demandRoom(value: unknown): void {
  demand(isRoomName(value), 'The room has a name that none can have.')
}

/** A time or a length, in ms. */
export function demandMs(value: unknown, what: string, most = Number.MAX_SAFE_INTEGER): void {
  demand(Number.isSafeInteger(value) && (value as number) >= 0, `${what} is no time in whole milliseconds.`)
  demand((value as number) <= most, `${what} is longer than ${most} ms.`)
}

export function demandOneOf(value: unknown, choices: readonly string[], what: string): void {
  demand(choices.includes(value as string), `${what} is none of ${choices.join(', ')}.`)
}

export function demandList(value: unknown, most: number, what: string): void {
  demand(Array.isArray(value), `${what} are no list.`)
  demand((value as readonly unknown[]).length <= most, `${what} are more than ${most}.`)
}

export function isUserId(value: unknown): boolean {
  return typeof value === 'string' && USER_ID.test(value)
}

export function isRoomName(value: unknown): boolean {
  return typeof value === 'string' && ROOM_NAME.test(value)
}

/** A text that can have been stored at this length, in UTF-16 units; no other one is looked for. */
export function isStorable(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length <= most && value.isWellFormed()
}
