import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const dist = path.join(root, 'sdk/dist')

/** Bytes after gzip; a kB is 1,000 of them. */
const BUDGETS = [
  ['the client', 'chat-client.mjs', 15_000],
  ['the script bundle', 'chat-widget.js', 39_000],
  ['the module bundle', 'chat-widget.mjs', 39_000],
  ['the chat screen', 'chat-screen.mjs', 18_000],
  ['what keeps drafts', 'chat-drafts.mjs', 2_000],
] as const

test.each(BUDGETS)('[PK15] %s, %s, has at most %i bytes', (name, file, budget) => {
  const code = readFileSync(path.join(dist, file))
  const size = gzipSync(code, { level: 9 }).length
  const share = Math.round((size / budget) * 100)
  console.log(`${name}: ${size} bytes after gzip (${code.length} before), ${share} % of ${budget}`)
  expect(code.length).toBeGreaterThan(1_000)
  expect(size).toBeLessThanOrEqual(budget)
})

test('[PK15] every script that the server serves to other pages has a budget', () => {
  const scripts = (folder: string) => readdirSync(path.join(root, folder)).filter(name => /\.m?js$/.test(name))
  const demo = scripts('demo')
  const served = scripts('server/dist/public').filter(name => !demo.includes(name))
  expect(served.sort()).toEqual(BUDGETS.map(([, file]) => file).sort())
})
