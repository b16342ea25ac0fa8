import { setTimeout as pause } from 'node:timers/promises'
import { rawUser } from '../../test/support/browser/raw-user.ts'
import { spawnServer } from '../../test/support/spawn-server.ts'
import { launchChromium, openPage } from './chromium.ts'
import { quantile, round, table } from './figures.ts'
import { logIn, type Recorded, record, recorded } from './record.ts'

const SECONDS = 10
const PEOPLE = 20

export interface Busy {
  rate: number
  frames: number
  late: number
  p99: number
  typing: number
  rows: number
  heap: number
  share: number
}

/** A room in which so many messages arrive each second, while somebody types: frames, answers to keys, memory. */
export async function busyRoom(): Promise<object> {
  const server = await spawnServer(['--no-limits', '--store', 'memory', '--log-level', 'warn'])
  const people = await Promise.all(Array.from({ length: PEOPLE }, (_, i) => rawUser(server.url, `Person ${i}`)))
  const browser = await launchChromium()
  const rows: Busy[] = []
  try {
    for (const rate of [0, 200, 1_000]) {
      const { page, cost, settled, close } = await openPage(browser)
      await page.goto(server.url)
      await logIn(page, `Reader ${rate}`)
      const before = await cost()
      await page.evaluate(record)
      const end = performance.now() + SECONDS * 1000
      let sent = 0
      const typing = (async () => {
        while (performance.now() < end) {
          await page.keyboard.press('a')
          await pause(120)
        }
      })()
      const start = performance.now()
      while (performance.now() < end) {
        const due = Math.floor(((performance.now() - start) / 1000) * rate)
        for (; sent < due; sent++)
          people[sent % PEOPLE]
            ?.say('lobby', `message ${sent} ${'with some words '.repeat(1 + (sent % 5))}`)
            .catch(() => {})
        await pause(5)
      }
      await typing
      const { frames, keys } = (await page.evaluate(recorded)) as Recorded
      const after = await cost()
      const { heap } = await settled()
      rows.push({
        rate,
        frames: frames.length,
        late: round((frames.filter(ms => ms > 25).length / frames.length) * 100),
        p99: round(quantile(frames, 0.99)),
        typing: round(Math.max(0, ...keys)),
        rows: await page.evaluate(
          () => document.querySelector('chat-widget')?.shadowRoot?.querySelectorAll('[data-key]').length ?? 0,
        ),
        heap: round(heap / 1e6),
        share: round((after.task - before.task) / SECONDS / 10),
      })
      await close()
    }
  } finally {
    for (const person of people) await person.leave()
    await browser.close()
    await server.stop()
  }
  console.log(`\nA busy room, ${SECONDS} s each, Chromium ${browser.version()}`)
  const head = [
    'messages/s',
    'frames',
    'over 25 ms, %',
    'p99, ms',
    'slowest key, ms',
    'rows',
    'heap, MB',
    'main thread, %',
  ]
  console.log(
    table(
      head,
      rows.map(row => Object.values(row)),
    ),
  )
  return rows
}
