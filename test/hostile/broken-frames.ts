import { clientFrame, OPCODE } from '../support/server-kit/client-frame.ts'
import type { Dice } from './dice.ts'
import { anyJson } from './json-text.ts'

const FLAGS = [0, 0, 0x10, 0x20, 0x40, 0x70]

/** Bytes after which a WebSocket server has to end the connection, at the latest when nothing more comes. */
export function brokenFrame(dice: Dice): Buffer {
  const text = (payload: string | Uint8Array) => clientFrame({ opcode: OPCODE.text, payload })
  const payload = dice.bytes(dice.int(125))
  const make = dice.weighted<() => Buffer>([
    [4, () => clientFrame({ opcode: OPCODE.binary, payload: dice.bytes(dice.int(2_000)) })],
    [
      4,
      () => text(dice.pick(['', '{', '{"type":', 'null]', "{'a':1}", '\u0000', 'NaN', 'connect', '[1,]', '"\u2028'])),
    ],
    [3, () => text(cut(dice, anyJson(dice)))],
    [
      2,
      () =>
        text(
          `[${Array(101 + dice.int(300))
            .fill(dice.pick(['0', '{}', '[]', 'null']))
            .join(',')}]`,
        ),
    ],
    [2, () => text(Buffer.from([0x22, ...dice.bytes(20), 0xff, 0x22]))],
    [3, () => clientFrame({ opcode: dice.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), payload })],
    [3, () => clientFrame({ opcode: OPCODE.text, payload: '{}', masked: false })],
    [3, () => clientFrame({ opcode: OPCODE.text, payload: '{}', reserved: dice.pick([0x10, 0x20, 0x40, 0x70]) })],
    [2, () => clientFrame({ opcode: dice.pick([OPCODE.ping, OPCODE.close]), payload, last: false })],
    [2, () => clientFrame({ opcode: OPCODE.ping, payload: dice.bytes(126 + dice.int(400)) })],
    [2, () => clientFrame({ opcode: OPCODE.continuation, payload: '{}' })],
    [2, () => Buffer.concat([clientFrame({ opcode: OPCODE.text, payload: '[', last: false }), text(']')])],
    [3, () => clientFrame({ opcode: OPCODE.close, payload: closing(dice) })],
    [3, () => lying(dice)],
    [2, () => tooLong(dice)],
    [2, () => cut(dice, text(JSON.stringify({ type: 'join', ref: 1, room: 'pit-1' })))],
    [5, () => dice.bytes(1 + dice.int(300))],
    [
      5,
      () =>
        clientFrame({
          opcode: dice.int(16),
          payload,
          last: dice.chance(0.7),
          masked: dice.chance(0.7),
          reserved: dice.pick(FLAGS),
        }),
    ],
  ])
  return make()
}

/** A close frame's code and reason, wrong in its own way. */
function closing(dice: Dice): Buffer {
  const code = Buffer.alloc(2)
  code.writeUInt16BE(dice.pick([0, 1, 999, 1000, 1004, 1005, 1006, 1015, 2999, 4501, 5000, 65_535]))
  return Buffer.concat([dice.chance(0.2) ? code.subarray(1) : code, dice.bytes(dice.int(40))])
}

/** Announces another length than it has, up to what no memory holds. */
function lying(dice: Dice): Buffer {
  const long = dice.chance(0.5)
  const head = Buffer.alloc(long ? 14 : 8)
  head[0] = 0x81
  head[1] = 0x80 | (long ? 127 : 126)
  const lengths = [3n, 65_535n, 65_537n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]
  if (long) head.writeBigUInt64BE(dice.pick(lengths), 2)
  else head.writeUInt16BE(dice.pick([5, 126, 60_000, 65_535]), 2)
  return Buffer.concat([head, dice.bytes(dice.int(20))])
}

/** More than a frame may hold, at once or in fragments. */
function tooLong(dice: Dice): Buffer {
  if (dice.chance(0.5)) return clientFrame({ opcode: OPCODE.text, payload: `"${'x'.repeat(65_536)}"` })
  const part = (opcode: number) => clientFrame({ opcode, payload: ' '.repeat(9_000), last: false })
  return Buffer.concat([part(OPCODE.text), ...dice.list(8, () => part(OPCODE.continuation))])
}

function cut<T extends string | Buffer>(dice: Dice, whole: T): T {
  return whole.slice(0, dice.int(whole.length)) as T
}
