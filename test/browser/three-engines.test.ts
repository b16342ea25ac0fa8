import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTcpProxy, type TcpProxy } from '../../demo/chaos/tcp-proxy.mjs'
import { available } from '../support/browser/available.ts'
import {
  allSent,
  logIn,
  messageTexts,
  say,
  seePeople,
  seeTexts,
  tryUntilBack,
  words,
} from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import type { Engine, Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { launch } from '../support/browser/launch.ts'

const NAMES = ['Ada', 'Grace', 'Linus'] as const
let server: ChatServer
let proxy: TcpProxy
let engines: Engine[] = []
const pages: Page[] = []

beforeAll(async () => {
  server = await startChatServer()
  proxy = await startTcpProxy(Number(new URL(server.url).port))
  engines = await Promise.all(available.map(launch))
})

afterAll(async () => {
  for (const engine of engines) await engine.close()
  await proxy?.close()
  await server?.close()
})

test('[EE2] three users in three engines see each other join, and all messages once and in one order', async () => {
  for (const [i, name] of NAMES.entries()) {
    const engine = engines[i % engines.length]
    if (!engine) throw new Error('No browser is installed.')
    // The last one's connection can be cut
    const page = await engine.page(i === 2 ? proxy.url : server.url)
    pages.push(page)
    await logIn(page, name)
  }
  for (const page of pages) await seePeople(page, NAMES)
  const [ada, grace, linus] = pages as [Page, Page, Page]
  await ada.see({ text: 'Linus joined' })
  await grace.see({ text: 'Linus joined' })

  for (let round = 1; round <= 3; round++)
    await Promise.all(pages.map((page, i) => say(page, `${NAMES[i]} says ${round}`)))
  for (const page of pages)
    await page.waitFor('nine messages', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return root?.querySelectorAll('[part~="message"] [part~="bubble"]').length === 9
    })
  for (const page of pages) await allSent(page)
  const [first, ...others] = await Promise.all(pages.map(messageTexts))
  for (const other of others) expect(other).toEqual(first)
  const expected = NAMES.flatMap(name => [1, 2, 3].map(round => `${name} says ${round}`))
  expect([...(first ?? [])].sort()).toEqual(expected.sort())
  await Promise.all([ada, grace, linus].map(expectCalm))
})

test('[EE3] who is cut at the TCP level comes back and has lost nothing', async () => {
  const [ada, grace, linus] = pages as [Page, Page, Page]
  proxy.refuse()
  proxy.cut()
  await linus.see({ text: 'Trying again in' })
  for (const round of [1, 2, 3]) await say(ada, `while Linus is away ${round}`)
  await say(linus, 'written without a connection')
  await linus.see({ text: words.queued(1) })
  await seeTexts(ada, ['while Linus is away 3'])
  expect(await messageTexts(linus)).not.toContain('while Linus is away 1')
  proxy.accept()
  await tryUntilBack(linus)
  const rest = [1, 2, 3].map(round => `while Linus is away ${round}`).concat('written without a connection')
  for (const page of [ada, grace, linus]) await seeTexts(page, rest)
  const [first, ...others] = await Promise.all(pages.map(messageTexts))
  expect(first).toHaveLength(13)
  for (const other of others) expect(other).toEqual(first)
  await seePeople(ada, NAMES)
  expect(await ada.find({ text: 'Linus left' })).toEqual([])
})

test('[EE4] who closes the tab is seen to leave', async () => {
  const [ada, grace, linus] = pages as [Page, Page, Page]
  await grace.close()
  for (const page of [ada, linus]) {
    await seePeople(page, ['Ada', 'Linus'])
    await page.see({ text: 'Grace left' })
  }
  await Promise.all([ada, linus].map(expectCalm))
})
