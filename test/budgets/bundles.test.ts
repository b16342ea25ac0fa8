import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const dist = path.join(import.meta.dirname, '../../sdk/dist')

/** Bytes after gzip; a kB is 1,000 of them. */
const BUDGETS = [
  ['the client', 'chat-client.mjs', 11_000],
  ['the script bundle', 'chat-widget.js', 33_000],
  ['the module bundle', 'chat-widget.mjs', 33_000],
  ['the chat screen', 'chat-screen.mjs', 13_000],
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

/** kB of others after gzip, as measured once; what a page loads to chat. */
const ANCHORS = [
  ['socket.io-client (no interface)', 13.0],
  ['centrifuge (no interface)', 23.5],
  ['deep-chat', 126],
  ['vue-advanced-chat', 158],
  ['stream-chat-react', 540],
] as const

test('[PK15] the script and the screen that it loads have less than 46 kB, 2.7 times less than the smallest other widget', () => {
  const kilobytes = (file: string) => gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length / 1000
  const client = kilobytes('chat-client.mjs')
  const whole = kilobytes('chat-widget.js') + kilobytes('chat-screen.mjs')
  const rows = [['chat-widget, client', client], ['chat-widget, script and chat screen', whole], ...ANCHORS] as const
  const line = (name: string, size: number) =>
    `${name.padEnd(36)} ${size.toFixed(1).padStart(6)} kB ${(size / whole).toFixed(2).padStart(6)} of ours`
  console.log(rows.map(([name, size]) => line(name, size)).join('\n'))
  expect(client).toBeLessThan(13)
  expect(whole).toBeLessThan(46)
})
