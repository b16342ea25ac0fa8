import { rawUser } from '../../test/support/browser/raw-user.ts'
import { spawnServer } from '../../test/support/spawn-server.ts'
import { launchChromium, openPage, UNLIMITED } from './chromium.ts'
import { median, round, table } from './figures.ts'
import { MIXED_TALK, PLAIN_TALK, type Talk, Talker } from './mixed-talk.ts'
import { logIn } from './record.ts'

const MESSAGES = 100
const ROUNDS = 15
const ROOMS: readonly { room: string; talk: Talk }[] = [
  { room: 'plain', talk: PLAIN_TALK },
  { room: 'mixed', talk: MIXED_TALK },
  { room: 'formatted', talk: { ...MIXED_TALK, formatted: 1 } },
]

interface Opened {
  /** ms until the newest message is shown. */
  shown: number
  /** ms until all of the page is drawn. */
  all: number
}

/**
 * A page that goes from room to room, each of 100 messages: plain ones; with 30 % formatted and 10 % replies and reactions;
 * all formatted. Medians, in turns.
 */
export async function openRooms(): Promise<object> {
  const server = await spawnServer(['--no-limits', '--store', 'memory', '--log-level', 'warn'])
  const browser = await launchChromium(UNLIMITED)
  try {
    for (const { room, talk } of ROOMS) {
      const people = await Promise.all(Array.from({ length: 5 }, (_, i) => rawUser(server.url, `${room} ${i}`, room)))
      const talker = new Talker(room, people, talk)
      for (let n = 0; n < MESSAGES * 1.1; n++) await talker.say(n)
      for (const person of people) await person.leave()
    }
    const { page, cost, close } = await openPage(browser)
    await page.goto(server.url)
    await logIn(page, 'Reader')
    const runs = new Map(ROOMS.map(({ room }) => [room, [] as (Opened & { task: number })[]]))
    for (let i = 0; i < ROUNDS; i++) {
      for (const { room } of ROOMS) {
        const before = await cost()
        const opened = await page.evaluate(turnTo, room)
        runs.get(room)?.push({ ...opened, task: (await cost()).task - before.task })
      }
    }
    await close()
    const figures = [...runs].map(([room, all]) => ({
      room,
      shown: round(median(all.map(({ shown }) => shown))),
      all: round(median(all.map(each => each.all))),
      task: round(median(all.map(({ task }) => task))),
    }))
    console.log(`\nA page of ${MESSAGES} messages opened, ${ROUNDS} times each, Chromium ${browser.version()}`)
    const head = ['room', 'shown, ms', 'all drawn, ms', 'main thread, ms']
    console.log(
      table(
        head,
        figures.map(row => Object.values(row)),
      ),
    )
    return figures
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** Runs in the page: shows a room, and reads it up to the first message of its page. */
async function turnTo(room: string): Promise<Opened> {
  const element = document.querySelector('chat-widget')
  const root = element?.shadowRoot
  const frame = () =>
    new Promise<void>(resolve => {
      const { port1, port2 } = new MessageChannel()
      port2.onmessage = () => resolve()
      requestAnimationFrame(() => port1.postMessage(0))
    })
  const rows = () => root?.querySelectorAll('[part~=bubble]').length ?? 0
  const log = () => root?.querySelector('[role=log]')
  const start = performance.now()
  element?.setAttribute('room', room)
  do await frame()
  while (rows() === 0)
  const shown = performance.now() - start
  let count = -1
  while (log()?.hasAttribute('aria-busy') || rows() !== count) {
    count = rows()
    await frame()
  }
  const all = performance.now() - start
  // What comes behind what was painted is counted, too
  for (let i = 0; i < 60; i++) await frame()
  return { shown, all }
}
