import { afterAll, beforeAll, expect, test } from 'vitest'
import { logInWith } from '../support/browser/account-page.ts'
import { change, endWatch, makeRoom, pinAll, post, turnTo, watchRow } from '../support/browser/acts-page.ts'
import { logIn } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type RawUser, rawUser } from '../support/browser/raw-user.ts'
import { PASSWORD, register } from '../support/browser/rooms-page.ts'

let server: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
})
afterAll(() => server?.close())

const TEN_LINES = Array.from({ length: 10 }, (_, i) => `line ${i + 1} of the new text`).join('\n')
/** Less than a pixel: what engines round to. */
const PIXEL = 1

/** Until the row of this message is drawn, and says this. */
const seesIn = (page: Page, selector: string, text: string) =>
  page.waitFor(
    `${selector} to say ${text}`,
    (where: string, wanted: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return [...(root?.querySelectorAll(where) ?? [])].some(each => each.textContent?.includes(wanted))
    },
    selector,
    text,
  )

/** The reader turns the wheel until the log is so far from its end, with rows above what is in sight. */
async function readUp(page: Page, least: number): Promise<void> {
  const turn = async () => {
    const left = await page.evaluate(() => {
      const log = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~="scroller"]')
      return log ? log.scrollHeight - log.clientHeight - log.scrollTop : 0
    })
    if (left <= least) await page.wheel('[part~="scroller"]', -600)
    return left
  }
  await expect.poll(turn, { timeout: 20_000, interval: 200 }).toBeGreaterThan(least)
}

/** To the end, however many wheel turns a browser makes of it. */
async function goDown(page: Page): Promise<void> {
  const turn = async () => {
    await page.wheel('[part~="scroller"]', 6_000)
    return page.gone('[part~="jump"]', 500).then(
      () => true,
      () => false,
    )
  }
  await expect.poll(turn, { timeout: 30_000, interval: 200 }).toBe(true)
}

/** Numbers of the messages that are drawn above what is in sight, the nearest first. */
const above = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const top = root?.querySelector('[part~="scroller"]')?.getBoundingClientRect().top ?? 0
    return [...(root?.querySelectorAll('[data-key]') ?? [])]
      .filter(row => row.getBoundingClientRect().bottom < top - 2)
      .flatMap(row => /message (\d+)/.exec(row.querySelector('[part~="bubble"]')?.textContent ?? '')?.[1] ?? [])
      .map(Number)
      .reverse()
  })

async function fill(grace: RawUser, room: string): Promise<string[]> {
  const ids = await post(grace, room, ['message 0'])
  for (let i = 1; i < 150; i++) {
    const text = `message ${i} ${'with some words '.repeat(i % 4)}`
    // Each fifth answers the one before
    const replyTo = i % 5 === 0 ? ids[i - 1] : undefined
    const { id } = await grace.request('send_message', { room, cid: `stay-${room}-${i}`, text, replyTo })
    ids.push(`${id}`)
  }
  return ids
}

/** What others do to messages above the one that is read, and that the row stays where it is while they do. */
async function changeAll(page: Page, room: string, grace: RawUser, ids: string[], last: boolean): Promise<void> {
  const numbers = await above(page)
  const idOf = (number: number | undefined) => ids[number ?? 0] ?? ''
  // The nearest that an answer quotes: its quote changes with it
  const quoted = numbers.find(number => number % 5 === 4 && number + 1 < 150) ?? 0
  const [edited, deleted, liked] = numbers.filter(number => number % 5 !== 4 && number % 5 !== 0)
  expect(liked).toBeGreaterThan(0)
  const acts: [what: string, act: () => Promise<unknown>, seen: () => Promise<unknown>][] = [
    [
      'an edit to ten lines',
      () => change(grace, 'edit_message', room, idOf(edited), { text: TEN_LINES }),
      () => seesIn(page, '[part~="bubble"]', 'line 10 of the new text'),
    ],
    [
      'a deletion',
      () => change(grace, 'delete_message', room, idOf(deleted), {}),
      () => seesIn(page, '[part~="bubble"]', 'Message deleted'),
    ],
    [
      'reactions',
      async () => {
        for (const emoji of ['👍', '🎉', '😂']) await change(grace, 'react', room, idOf(liked), { emoji, on: true })
      },
      () => seesIn(page, '[part~="reaction"]', '😂'),
    ],
    [
      'another quote',
      () => change(grace, 'edit_message', room, idOf(quoted), { text: `now quoted as this\n${TEN_LINES}` }),
      () => seesIn(page, '[part~="quote"]', 'now quoted as this'),
    ],
  ]
  for (const [what, act, seen] of acts) {
    await watchRow(page, last)
    await act()
    await seen()
    const { moved, left } = await endWatch(page)
    expect(moved, `${what} in ${page.engine}`).toBeLessThan(PIXEL)
    if (last) expect(left, what).toBeLessThan(2)
  }
}

eachEngine('a reader', (engine, name) => {
  const scales = name === 'chromium' ? [1, 1.5] : [1]
  test.each(scales)(
    '[CV10] what others change above does not move what is read, nor the end, at %d device pixels to a pixel',
    async scale => {
      for (const [where, least] of [
        ['middle', 900],
        ['up', 3_500],
        ['end', -1],
      ] as const) {
        const room = `stay-${where}-${name}-${scale * 10}`
        const grace = await rawUser(server.url, `Grace ${where} ${name} ${scale * 10}`, room)
        const ids = await fill(grace, room)
        const page = await engine().page(server.url, { width: 1000, height: 700, scale })
        await turnTo(page, room)
        await logIn(page, `Ada ${where} ${name} ${scale * 10}`, room)
        if (least > 0) await readUp(page, least)
        await changeAll(page, room, grace, ids, where === 'end')
        await expectCalm(page)
        await page.close()
        await grace.leave()
      }
    },
  )

  test.each(scales)('[CV11] a bar of pins that comes, changes or goes moves no row, at %d', async scale => {
    const owner = `Oda ${name} ${scale * 10}`
    await register(server.url, owner)
    const keeper = await engine().page(server.url)
    await logInWith(keeper, owner, PASSWORD)
    const room = `bar-${name}-${scale * 10}`
    await makeRoom(keeper, room)
    const grace = await rawUser(server.url, `Gus ${name} ${scale * 10}`, room)
    const ids = await fill(grace, room)
    const page = await engine().page(server.url, { width: 1000, height: 700, scale })
    await turnTo(page, room)
    await logIn(page, `Ann ${name} ${scale * 10}`, room)
    for (const last of [false, true]) {
      if (last) await goDown(page)
      else await readUp(page, 900)
      const pinned = last ? ids.at(-2) : ids[3]
      for (const on of [true, false]) {
        await watchRow(page, last)
        await pinAll(keeper, room, [`${pinned}`], on)
        if (on) await page.see('[part=pins]')
        else await page.gone('[part=pins]')
        const { moved, left } = await endWatch(page)
        expect(moved, `${on ? 'comes' : 'goes'}, ${last ? 'at the end' : 'further up'}, ${name}`).toBeLessThan(PIXEL)
        if (last) expect(left).toBeLessThan(2)
      }
    }
    await expectCalm(page)
    await page.close()
    await keeper.close()
    await grace.leave()
  })
})
