import type { Dice } from './dice.ts'
import { anyField, anyJson, anyString } from './json-text.ts'

/** Where the honest users talk. Attackers name it, but in no request to join: then they would be members. */
export const HONEST_ROOM = 'honest'

const PITS = ['pit-1', 'pit-2', 'pit-3', 'pit-4', 'pit-5', 'pit-6']
const BAD_ROOMS = [
  '',
  ' ',
  '-',
  'dm:ann',
  'dm:',
  'a b',
  '__proto__',
  'x'.repeat(65),
  '../pit-1',
  'pit-1\\u0000',
  '\u00e9',
]
const TYPES = [
  ...(['join', 'leave', 'send_message', 'history', 'users', 'typing', 'connect', 'disconnect'] as const),
  ...(['edit_message', 'delete_message', 'react', 'pin_message', 'changes'] as const),
] as const
const NO_TYPES = ['ok', 'error', 'new_message', 'head', 'CONNECT', 'send', '__proto__', 'constructor', 'toString', '']

type RequestName = (typeof TYPES)[number]
type Field = [key: string, json: string]

/** Requests as text, one object each; from well-formed to nonsense. Refs go up and are mostly told apart. */
export class RequestText {
  /** Ids of messages that were seen. */
  readonly #known: readonly string[]
  readonly #dice: Dice
  #ref = 1
  #cid = 0

  constructor(dice: Dice, known: readonly string[] = []) {
    this.#dice = dice
    this.#known = known
  }

  /** Something to say on a connection that has said `connect`. */
  any(): string {
    const make = this.#dice.weighted<() => string>([
      [42, () => written(this.#valid())],
      [36, () => written(this.#mutated())],
      [8, () => `{${this.#dice.list(this.#dice.int(6), () => anyField(this.#dice)).join(',')}}`],
      [6, () => `{"type":${JSON.stringify(this.#dice.pick(NO_TYPES))},"ref":${this.#ref++}}`],
      [8, () => anyJson(this.#dice)],
    ])
    return make()
  }

  /** A request that is refused or answered, whatever came before it, and changes nothing. */
  static sentinel(ref: number): string {
    return `{"type":"leave","ref":${ref},"room":"sentinel"}`
  }

  #valid(): Field[] {
    const type = this.#dice.weighted<RequestName>([
      [5, 'join'],
      [2, 'leave'],
      [7, 'send_message'],
      [3, 'history'],
      [1, 'edit_message'],
      [0.5, 'delete_message'],
      [2, 'react'],
      [0.2, 'pin_message'],
      [0.5, 'changes'],
      [2, 'users'],
      [4, 'typing'],
      [1, 'connect'],
      [0.06, 'disconnect'],
    ])
    return [['type', JSON.stringify(type)], ...this.#refField(), ...this.#fieldsOf(type)]
  }

  #mutated(): Field[] {
    const dice = this.#dice
    const fields = this.#valid()
    for (let times = 1 + dice.int(2); times > 0; times--) {
      const at = dice.int(fields.length)
      const [key, json] = fields[at] ?? ['type', '""']
      const mutate = dice.weighted<() => void>([
        [5, () => fields.splice(at, 1, [key, anyJson(dice)])],
        [3, () => fields.splice(at, 1)],
        [2, () => fields.push([key, anyJson(dice)])],
        [2, () => fields.push([dice.pick(['__proto__', 'constructor', 'user', 'seq', 'id']), anyJson(dice)])],
        [1, () => fields.splice(at, 1, [dice.pick([key.toUpperCase(), `${key} `, '']), json])],
        [1, () => fields.splice(at, 1, [key, `[${json}]`])],
        [1, () => fields.splice(at, 1, [key, `{"toString":${json}}`])],
      ])
      mutate()
    }
    return fields
  }

  #fieldsOf(type: RequestName): Field[] {
    const dice = this.#dice
    const maybe = (probability: number, key: string, json: () => string): Field[] =>
      dice.chance(probability) ? [[key, json()]] : []
    switch (type) {
      case 'join':
        return [['room', this.#room(false)], ...maybe(0.3, 'epoch', () => anyString(dice)), ...this.#seqField('seq')]
      case 'leave':
        return [['room', this.#room(true)]]
      case 'send_message':
        return [
          ['room', this.#room(true)],
          ['cid', `"c${dice.chance(0.1) ? dice.int(20) : this.#cid++}"`],
          ['text', this.#text()],
        ]
      case 'edit_message':
        return [...this.#change(), ['text', this.#text()], ...this.#seqField('rev')]
      case 'delete_message':
        return [...this.#change(), ...maybe(0.2, 'reason', () => anyString(dice))]
      case 'react':
        return [
          ...this.#change(),
          ['emoji', dice.pick(['"👍"', '"🎉"', '"x"', '"👍👍"', '""'])],
          ['on', String(dice.chance(0.7))],
        ]
      case 'pin_message':
        return [...this.#change(), ['on', String(dice.chance(0.7))]]
      case 'changes':
        return [
          ['room', this.#room(true)],
          ['epoch', anyString(dice)],
          ['since', String(dice.int(100))],
          ['from', String(dice.int(100))],
          ['to', dice.pick(['0', '100', '1000000', '9007199254740991'])],
        ]
      case 'history':
        return [
          ['room', this.#room(true)],
          ...this.#seqField('before'),
          ...maybe(0.1, 'after', () => String(dice.int(100))),
          ...maybe(0.1, 'around', () => this.#messageId()),
          ...maybe(0.1, 'at', () => dice.pick(['0', '-1', '1e300', '1700000000000'])),
          ...maybe(0.1, 'ids', () => `[${this.#messageId()},${this.#messageId()}]`),
          ...maybe(0.3, 'limit', () => String(1 + dice.int(300))),
          ...maybe(0.1, 'epoch', () => anyString(dice)),
        ]
      case 'users':
        return [
          ['room', this.#room(true)],
          ...maybe(0.4, 'after', () => dice.pick(['"1"', '"zz"', '"!"', '"-1"', '"zzzzzzzzzzz"'])),
        ]
      case 'typing':
        return [
          ['room', this.#room(true)],
          ['active', String(dice.chance(0.6))],
        ]
      case 'connect':
        return [...maybe(0.7, 'token', () => anyString(dice)), ...maybe(0.5, 'rooms', () => anyJson(dice))]
      case 'disconnect':
        return []
    }
  }

  #change(): Field[] {
    return [
      ['room', this.#room(true)],
      ['cid', `"c${this.#dice.chance(0.1) ? this.#dice.int(20) : this.#cid++}"`],
      ['messageId', this.#messageId()],
    ]
  }

  /** Of what was heard of, or of nothing. */
  #messageId(): string {
    return this.#dice.chance(0.8) && this.#known.length > 0
      ? JSON.stringify(this.#dice.pick(this.#known))
      : anyString(this.#dice)
  }

  #refField(): Field[] {
    return this.#dice.chance(0.97) ? [['ref', String(this.#ref++)]] : []
  }

  #seqField(key: string): Field[] {
    return this.#dice.chance(0.4) ? [[key, this.#dice.pick(['0', '1', '5', '1000000', '9007199254740991'])]] : []
  }

  #room(honestToo: boolean): string {
    const dice = this.#dice
    return dice.weighted<() => string>([
      [20, () => `"${dice.pick(PITS)}"`],
      [0.4, () => `"r${dice.int(100_000)}"`],
      [2, () => `"${dice.pick(BAD_ROOMS)}"`],
      [honestToo ? 3 : 0, () => `"${HONEST_ROOM}"`],
    ])()
  }

  #text(): string {
    const dice = this.#dice
    return dice.weighted<() => string>([
      [12, () => JSON.stringify(`hello ${dice.int(1e9)}`)],
      [4, () => anyString(dice)],
      [0.8, () => `"${'x'.repeat(3_990 + dice.int(20))}"`],
      [0.2, () => `"twenty characters or so${' '.repeat(dice.int(50_000))}"`],
    ])()
  }
}

function written(fields: readonly Field[]): string {
  return `{${fields.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`
}
