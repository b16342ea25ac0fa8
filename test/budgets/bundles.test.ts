import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const dist = path.join(import.meta.dirname, '../../sdk/dist')

/** Bytes after gzip; a kB is 1,000 of them. */
const BUDGETS = [
  ['the client', 'chat-client.mjs', 10_000],
  ['the script bundle', 'chat-widget.js', 30_000],
  ['the module bundle', 'chat-widget.mjs', 30_000],
  ['the chat screen', 'chat-screen.mjs', 10_300],
] as const

test.each(BUDGETS)('[PK15] %s, %s, has at most %i bytes', (name, file, budget) => {
  const code = readFileSync(path.join(dist, file))
  const size = gzipSync(code, { level: 9 }).length
  const share = Math.round((size / budget) * 100)
  console.log(`${name}: ${size} bytes after gzip (${code.length} before), ${share} % of ${budget}`)
  expect(code.length).toBeGreaterThan(1_000)
  expect(size).toBeLessThanOrEqual(budget)
})
