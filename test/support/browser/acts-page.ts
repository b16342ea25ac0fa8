import { expect } from 'vitest'
import { composerOf } from './chat-page.ts'
import type { Page } from './engine.ts'
import type { RawUser } from './raw-user.ts'

/** The page names this room from now on. */
export const turnTo = (page: Page, room: string) =>
  page.evaluate((to: string) => document.querySelector('chat-widget')?.setAttribute('room', to), room)

/** Somebody who is logged in makes an open room, which is theirs, and is in it. */
export async function makeRoom(page: Page, room: string): Promise<void> {
  await page.evaluate(async (name: string) => {
    const { client } = document.querySelector('chat-widget') as unknown as {
      client: { directory(): Promise<{ create(room: object): Promise<string> }> }
    }
    await (await client.directory()).create({ kind: 'open', room: name })
  }, room)
  await turnTo(page, room)
  await page.see(composerOf(room))
}

/** Pins or unpins by the client, and waits for the server's word. */
export const pinAll = (page: Page, room: string, ids: readonly string[], on = true) =>
  page.evaluate(
    async (name: string, all: string[], pinned: boolean) => {
      const { client } = document.querySelector('chat-widget') as unknown as {
        client: { room(name: string): { pin(id: string, on: boolean): { settled: Promise<{ status: string }> } } }
      }
      const states: string[] = []
      for (const id of all) states.push((await client.room(name).pin(id, pinned).settled).status)
      return states
    },
    room,
    [...ids],
    on,
  )

/** Writes them one after another; their ids. */
export async function post(user: RawUser, room: string, texts: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const text of texts) ids.push(`${(await user.say(room, text))['id']}`)
  return ids
}

let count = 0
export const change = (user: RawUser, type: string, room: string, messageId: string, more: object) =>
  user.request(type, { room, messageId, cid: `acts-${process.pid}-${++count}`, ...more })

/** What has been said to a screen reader by now contains this. */
export async function hears(page: Page, text: string): Promise<void> {
  await page.waitFor(
    `"${text}" to be said`,
    (wanted: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const lines = [...(root?.querySelectorAll('[aria-live=polite] > div, [aria-live=assertive] > div') ?? [])]
      return lines.some(line => (line.textContent ?? '').replace(/[\u2066-\u2069\u200b]/g, '').includes(wanted))
    },
    text,
  )
}

/** The focus goes to the row with this text, by a script as after an arrow key, once its message is sent and keys are heard. */
export const focusRow = (page: Page, text: string) =>
  page.waitFor(
    `a row that says ${text}`,
    (wanted: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const rows = [...(root?.querySelectorAll<HTMLElement>('[data-key]') ?? [])]
      const row = rows.find(each => each.querySelector('[part=bubble]')?.textContent?.includes(wanted))
      if (!row?.querySelector('[aria-haspopup]') || !root?.querySelector('[part=question]')) return false
      row.focus()
      return true
    },
    text,
  )

/** Opens the menu of the row with this text by the keyboard, and presses an entry by its first letters. */
export async function fromRow(page: Page, text: string, letters: readonly string[], entry: string): Promise<void> {
  await focusRow(page, text)
  await page.press('Enter')
  await page.see({ role: 'menuitem', name: entry })
  await page.press(...letters)
  await expect
    .poll(() => page.map('[role=menuitem]', each => (each.matches(':focus') ? each.textContent : '')))
    .toContain(entry)
  await page.press('Enter')
}

export interface Stay {
  /** The farthest that the row was away from its place after any frame, in px. */
  moved: number
  /** px from the end of the log. */
  left: number
  text: string
}

/** From now on the first row that is wholly in sight is watched after every frame, until `endWatch`. */
export const watchRow = (page: Page, last = false) =>
  page.evaluate((newest: boolean) => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const log = root?.querySelector<HTMLElement>('[part~="scroller"]')
    const rows = [...(root?.querySelectorAll<HTMLElement>('[data-key]') ?? [])]
    const bubbleOf = (row: Element) => row.querySelector('[part~="bubble"]')
    // Below the bar that may come
    const top = (log?.getBoundingClientRect().top ?? 0) + 64
    const row = newest ? rows.at(-1) : rows.find(each => (bubbleOf(each)?.getBoundingClientRect().top ?? 0) > top)
    const bubble = row && bubbleOf(row)
    if (!log || !bubble) throw new Error('No row is in sight.')
    const place = bubble.getBoundingClientRect().top
    const watch = { moved: 0, text: bubble.textContent ?? '', on: true }
    const look = () => {
      watch.moved = Math.max(watch.moved, Math.abs(bubble.getBoundingClientRect().top - place))
      if (watch.on) frame()
    }
    // After what a frame paints, not before it
    const frame = () => requestAnimationFrame(() => setTimeout(look))
    frame()
    Object.assign(window, {
      endWatch: () => {
        look()
        watch.on = false
        return { moved: watch.moved, text: watch.text, left: log.scrollHeight - log.clientHeight - log.scrollTop }
      },
    })
  }, last)

/** After some more frames: layout that comes late would show in them. */
export const endWatch = (page: Page): Promise<Stay> =>
  page.evaluate(async () => {
    for (let i = 0; i < 12; i++) await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
    return (window as unknown as { endWatch(): { moved: number; left: number; text: string } }).endWatch()
  })
