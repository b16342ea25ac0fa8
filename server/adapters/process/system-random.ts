import { randomFillSync } from 'node:crypto'
import type { Random } from '../../ports/random.ts'

const ID_BYTES = 12
const TOKEN_BYTES = 24

// one call for many: an id is on the path of every message
const pool = Buffer.alloc(TOKEN_BYTES * 256)
let used = pool.length

/** The machine's randomness: ids of 96 bits, tokens of 192 bits, in base64url. */
export const systemRandom: Random = {
  id: () => take(ID_BYTES),
  token: () => take(TOKEN_BYTES),
}

/** Nothing is given twice, and nothing that was given stays. */
function take(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const text = pool.toString('base64url', used, used + bytes)
  pool.fill(0, used, used + bytes)
  used += bytes
  return text
}
