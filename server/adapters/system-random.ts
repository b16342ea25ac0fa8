import { randomBytes, randomFillSync } from 'node:crypto'
import type { Random } from '../ports/random.ts'

const ID_BYTES = 12
const TOKEN_BYTES = 24

// one call for many ids: an id is on the path of every message
const pool = Buffer.alloc(ID_BYTES * 256)
let used = pool.length

/** The machine's randomness: ids of 96 bits, tokens of 192 bits, in base64url. */
export const systemRandom: Random = {
  id() {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += ID_BYTES
    return pool.toString('base64url', used - ID_BYTES, used)
  },
  token: () => randomBytes(TOKEN_BYTES).toString('base64url'),
}
