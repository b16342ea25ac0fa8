import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../scripts/emoji-data.mjs'

const root = path.join(import.meta.dirname, '../..')
const dist = path.join(root, 'sdk/dist')

/** Bytes after gzip; a kB is 1,000 of them. Each of the others is loaded when it is wanted. */
const BUDGETS = [
  ['the client', ['chat-client.mjs'], 15_100],
  ['the script', ['chat-widget.js'], 16_000],
  ['the script as a module', ['chat-widget.mjs'], 16_000],
  ['the script with the chat', ['chat-widget.js', 'chat.mjs'], 56_000],
  ['what asks over HTTP', ['chat-http.mjs'], 1_500],
  ['the same for the client', ['chat-client-http.mjs'], 1_500],
  ['what renews a page’s tokens and lets a guest become an account', ['chat-identity.mjs'], 1_500],
  ['the same for the client', ['chat-client-identity.mjs'], 1_500],
  ['what reads on', ['chat-pages.mjs'], 1_500],
  ['the same for the client', ['chat-client-pages.mjs'], 1_500],
  ['what pages through the log and its people', ['chat-pager.mjs'], 1_500],
  ['what asks about rooms and people', ['chat-directory.mjs'], 1_500],
  ['the same for the client', ['chat-client-directory.mjs'], 1_500],
  ['what keeps order, asked of the server', ['chat-order.mjs'], 1_500],
  ['the same for the client', ['chat-client-moderation.mjs'], 1_500],
  ['what asks a site for a token', ['chat-site-token.mjs'], 1_000],
  ['a card over the panel', ['chat-sheet.mjs'], 2_000],
  ['what goes from room to room', ['chat-rooms.mjs'], 10_000],
  ['what is said of one room', ['chat-room-sheets.mjs'], 4_000],
  ['reports, and what is laid on oneself', ['chat-moderation.mjs'], 6_000],
  ['what keeps order', ['chat-moderator.mjs'], 10_000],
  ['what looks at a text before it is sent', ['chat-filters.mjs'], 6_000],
  ['accounts', ['chat-account.mjs'], 10_000],
  ['formatted texts', ['chat-formatting.mjs'], 10_000],
  ['what a chat needs soon', ['chat-later.mjs'], 7_600],
  ['what opens what makes talking good', ['chat-talk.mjs'], 3_300],
  ['the list beside the composer and what is kept with a text', ['chat-composing.mjs'], 6_000],
  ['naming people', ['chat-mentions.mjs'], 3_000],
  ['commands', ['chat-commands.mjs'], 3_000],
  ['what searches a room', ['chat-search.mjs'], 4_000],
  ['what counts what is not read, and finds out which features are wanted', ['chat-features.mjs'], 4_500],
  ['where what is new begins', ['chat-reading.mjs'], 2_500],
  ['what tells of new messages', ['chat-notify.mjs'], 5_000],
  ['what keeps drafts', ['chat-drafts.mjs'], 2_000],
  ['what knows emoji', ['chat-emoji.mjs'], 4_000],
  ['what one picks emoji from', ['chat-emoji-picker.mjs'], 6_000],
  ['the emoji', ['chat-emoji-glyphs.mjs'], 6_000],
  ['the codes of emoji', ['chat-emoji-codes.mjs'], 10_500],
  ...LANGUAGES.map(
    language => [`the names of emoji, ${language}`, [`chat-emoji-names-${language}.mjs`], 26_000] as const,
  ),
  ['who reacted, and when it was edited', ['chat-tooltip.mjs'], 2_000],
  ['pinned messages', ['chat-pins.mjs'], 5_000],
  ['the menu of a message and what comes of it', ['chat-message-menu.mjs'], 5_500],
] as const

test.each(BUDGETS)('[PK15] %s, %s, has at most %i bytes', (name, files, budget) => {
  const code = files.map(file => readFileSync(path.join(dist, file)))
  for (const each of code) expect(each.length).toBeGreaterThan(500)
  const size = code.reduce((sum, each) => sum + gzipSync(each, { level: 9 }).length, 0)
  const share = Math.round((size / budget) * 100)
  console.log(`${name}: ${size} bytes after gzip, ${share} % of ${budget}`)
  // What is full is split: there is room for the next change
  expect(size).toBeLessThanOrEqual((name === 'the client' ? 1 : 0.97) * budget)
})

test('[PK15] the files of one build know each other, whatever else stands beside them', () => {
  const built = (file: string) =>
    /(?:const |export const )build="([^"]{8})"/.exec(readFileSync(path.join(dist, file), 'utf8'))
  const files = readdirSync(dist).filter(
    name => /\.mjs$|^chat-widget\.js$/.test(name) && !name.startsWith('chat-client'),
  )
  expect(files.length).toBeGreaterThan(4)
  const builds = files.map(file => built(file)?.[1])
  expect([...new Set(builds)]).toEqual([expect.any(String)])
  // A classic script cannot be imported from, so no part may
  for (const file of files) expect(readFileSync(path.join(dist, file), 'utf8')).not.toMatch(/\bimport\s*[{"'*]/)
})

test('[PK15] every script that the server serves to other pages has a budget', () => {
  const scripts = (folder: string) => readdirSync(path.join(root, folder)).filter(name => /\.m?js$/.test(name))
  const demo = scripts('demo')
  const served = scripts('server/dist/public').filter(name => !demo.includes(name))
  expect(served.sort()).toEqual([...new Set(BUDGETS.flatMap(([, files]) => [...files]))].sort())
})

test('[EM2] the names of emoji are no more than 20 kB to load in any language, as they are served, and the emoji 5 kB', () => {
  const size = (file: string) => readFileSync(path.join(root, 'server/dist/public', `${file}.br`)).length
  const names = LANGUAGES.map(language => [language, size(`chat-emoji-names-${language}.mjs`)] as const)
  expect(names.filter(([, bytes]) => bytes > 20_000)).toEqual([])
  expect(names.length).toBeGreaterThan(25)
  expect(size('chat-emoji-glyphs.mjs')).toBeLessThanOrEqual(5_000)
  expect(size('chat-emoji-codes.mjs')).toBeLessThanOrEqual(10_000)
})

test('[EM2] what is built from the data of emoji bears its notice, and the licence stands beside it', () => {
  for (const folder of ['sdk/dist', 'server/dist/public']) {
    const licence = readFileSync(path.join(root, folder, 'chat-emoji-notice.txt'), 'utf8')
    expect(licence).toContain('Miles Johnson')
    expect(licence).toContain('MIT License')
    for (const file of ['chat-emoji-glyphs.mjs', 'chat-emoji-names-de.mjs'])
      expect(readFileSync(path.join(root, folder, file), 'utf8')).toContain('emojibase-data')
  }
})
