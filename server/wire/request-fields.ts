import { CID, SLOW_MS, TITLE_LENGTH, TOPIC_LENGTH } from '../../sdk/protocol/limits.ts'
import { NOTE_LENGTH } from '../../sdk/protocol/moderation.ts'
import { MEMBER_ROLES } from '../../sdk/protocol/policy.ts'

/** A value of that type, or throws WrongField. */
type Read<T> = (value: unknown, field: string) => T

/** A field of a request is missing, or not what it must be. */
export class WrongField extends Error {
  constructor(field: string, wanted: string) {
    super(`${field} is missing or wrong (it must be ${wanted})`)
  }
}

const EPOCH_LENGTH = 256
/** Of messages, users and emoji. */
const ID_LENGTH = 64
const IDS = 50
const REASON_LENGTH = 500
export const WRITERS = ['guest', 'user', 'member'] as const
export const MADE_KINDS = ['open', 'announce', 'members'] as const
export const GIVEN_ROLES = [...MEMBER_ROLES, 'none'] as const

export const isRef = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0
export const ref = reader('a positive integer', isRef)
export const limit = ref
export const seq = reader(
  'an integer, 0 or more',
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
)
export const time = reader('a number of milliseconds', (value): value is number => Number.isFinite(value))
export const string = reader('a string', (value): value is string => typeof value === 'string')
export const short = reader(
  `a string of ${EPOCH_LENGTH} characters at most`,
  (value): value is string => typeof value === 'string' && value.length <= EPOCH_LENGTH,
)
export const cid = reader(
  '1 to 64 of A-Z a-z 0-9 _ -',
  (value): value is string => typeof value === 'string' && CID.test(value),
)
export const id = reader(
  `a string of 1 to ${ID_LENGTH} characters`,
  (value): value is string => typeof value === 'string' && value.length > 0 && value.length <= ID_LENGTH,
)
export const ids = reader(
  `a list of at most ${IDS} ids`,
  (value): value is string[] =>
    Array.isArray(value) &&
    value.length <= IDS &&
    value.every(each => typeof each === 'string' && each.length <= ID_LENGTH),
)
export const reason = reader(
  `a string of ${REASON_LENGTH} characters at most`,
  (value): value is string => typeof value === 'string' && value.length <= REASON_LENGTH,
)
export const note = reader(
  `a string of ${2 * NOTE_LENGTH} characters at most`,
  (value): value is string => typeof value === 'string' && value.length <= 2 * NOTE_LENGTH,
)
export const duration = reader(
  'a whole number of milliseconds above 0',
  (value): value is number => Number.isSafeInteger(value) && Number(value) > 0,
)
export const words = reader(
  'a list of at most 20 short strings',
  (value): value is string[] =>
    Array.isArray(value) && value.length <= 20 && value.every(each => typeof each === 'string' && each.length <= 64),
)
/** How long what is searched for may be, in code points. */
export const QUERY_LENGTH = 200
export const query = reader(
  `a text of 1 to ${QUERY_LENGTH} characters`,
  (value): value is string => typeof value === 'string' && isQuery(value),
)
export const title = reader(
  `a string of ${2 * TITLE_LENGTH} characters at most`,
  (value): value is string => typeof value === 'string' && value.length <= 2 * TITLE_LENGTH,
)
export const topic = reader(
  `a string of ${2 * TOPIC_LENGTH} characters at most`,
  (value): value is string => typeof value === 'string' && value.length <= 2 * TOPIC_LENGTH,
)
export const slow = reader(
  `a whole number of milliseconds, at most ${SLOW_MS}`,
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= SLOW_MS,
)
export const boolean = reader('true or false', (value): value is boolean => typeof value === 'boolean')
export const object = reader(
  'an object',
  (value): value is object => typeof value === 'object' && value !== null && !Array.isArray(value),
)
export const list = reader('a list', (value): value is unknown[] => Array.isArray(value))

export function oneOf<const T extends string>(choices: readonly T[]): Read<T> {
  return reader(`one of ${choices.join(', ')}`, (value): value is T => choices.includes(value as T))
}

export function optional<T>(read: Read<T>, value: unknown, field: string): T | undefined {
  return value === undefined ? undefined : read(value, field)
}

/** A composed character is written in at most four. */
function isQuery(text: string): boolean {
  return text.length <= 8 * QUERY_LENGTH && text.trim() !== '' && [...text.normalize('NFC')].length <= QUERY_LENGTH
}

function reader<T>(wanted: string, is: (value: unknown) => value is T): Read<T> {
  return (value, field) => {
    if (is(value)) return value
    throw new WrongField(field, wanted)
  }
}
