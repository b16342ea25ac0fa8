import { createHash } from 'node:crypto'
import type { Reply } from './engine.ts'

/** Beyond this a reply is told by its hash. Bytes. */
const SHORT = 60

/** A reply as a check compares it. The script `commit` makes the same of what it reads. */
export function digestOf(reply: Reply): string {
  const text = Array.isArray(reply) ? reply.map(wordOf).join('\0') : wordOf(reply)
  return Buffer.byteLength(text) > SHORT ? createHash('sha1').update(text).digest('hex') : text
}

function wordOf(reply: Reply): string {
  return reply === null ? '-' : `=${reply}`
}
