import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { allSent, logIn, messageTexts, say, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'
import { rawUser } from '../support/browser/raw-user.ts'

const data = mkdtempSync(path.join(tmpdir(), 'chat-restarts-'))
let server: ChatServer
beforeAll(async () => {
  server = await startChatServer({ args: ['--store', 'sqlite', '--data', data] })
})
afterAll(async () => {
  await server?.close()
  rmSync(data, { recursive: true, force: true })
})

/** As the strictest browser does to a tab that nobody sees: timers come once a minute at most, until it is shown again. */
const hide = (page: Page) =>
  page.evaluate(() => {
    const { setTimeout: set, clearTimeout: clear } = window
    const late = new Map<number, { run: () => void; due: number; id: number }>()
    const setLate = (run: () => void, ms = 0) => {
      const once = () => {
        late.delete(id)
        run()
      }
      const id = set(once, Math.max(ms, 60_000))
      late.set(id, { run: once, due: performance.now() + ms, id })
      return id
    }
    const shown = () => {
      window.setTimeout = set
      for (const timer of late.values()) {
        clear(timer.id)
        timer.id = set(timer.run, timer.due - performance.now())
      }
    }
    const clearLate = (id: number) => {
      clear(late.get(id)?.id ?? id)
      late.delete(id)
    }
    Object.assign(window, { shown, setTimeout: setLate, clearTimeout: clearLate })
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })

const show = (page: Page) =>
  page.evaluate(() => {
    ;(window as unknown as { shown(): void }).shown()
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })

eachEngine('a server that comes back, a tab that was away', (engine, name) => {
  let front: Front
  beforeAll(async () => {
    front = await openFront(server.url)
  })
  beforeEach(() => front.up())
  afterAll(() => front?.close())

  test('[EE23] a page that is open while the server is killed goes on by itself: logged in, nothing lost, nothing twice', async () => {
    const room = `killed-${name}`
    const page = await engine().page(`${server.url}/?room=${room}`)
    await page.evaluate(to => document.querySelector('chat-widget')?.setAttribute('room', to), room)
    await logIn(page, `Ida in ${name}`, room)
    for (const text of ['one', 'two']) await say(page, text, room)
    await seeTexts(page, ['one', 'two'])
    await allSent(page)
    const killed = server.restart()
    await say(page, 'three', room)
    await killed
    await seeTexts(page, ['one', 'two', 'three'])
    await allSent(page)
    await say(page, 'four', room)
    await seeTexts(page, ['three', 'four'])
    await allSent(page)
    expect(await messageTexts(page)).toEqual(['one', 'two', 'three', 'four'])
    await page.reload()
    await page.evaluate(to => document.querySelector('chat-widget')?.setAttribute('room', to), room)
    await seeTexts(page, ['one', 'two', 'three', 'four'])
    expect(await messageTexts(page)).toEqual(['one', 'two', 'three', 'four'])
    await page.close()
  })

  test('[EE24] a throttled tab in the background, cut meanwhile, shows everything once when it is seen again', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Max in ${name}`)
    await say(page, `before, ${name}`)
    await seeTexts(page, [`before, ${name}`])
    await allSent(page)
    await hide(page)
    front.cut()
    const friend = await rawUser(server.url, `Friend of ${name}`)
    const missed = Array.from({ length: 5 }, (_, i) => `missed ${i}, ${name}`)
    for (const text of missed) await friend.say('lobby', text)
    await show(page)
    const all = [`before, ${name}`, ...missed]
    await seeTexts(page, all)
    expect((await messageTexts(page)).filter(text => text.endsWith(name))).toEqual(all)
    await say(page, `after, ${name}`)
    await seeTexts(page, [...missed, `after, ${name}`])
    await allSent(page)
    await friend.logout()
    await expectCalm(page)
    await page.close()
  })
})
