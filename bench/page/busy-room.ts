import { setTimeout as pause } from 'node:timers/promises'
import { rawUser } from '../../test/support/browser/raw-user.ts'
import { spawnServer } from '../../test/support/spawn-server.ts'
import { launchChromium, openPage } from './chromium.ts'
import { quantile, round, table } from './figures.ts'
import { MIXED_TALK, PLAIN_TALK, Talker } from './mixed-talk.ts'
import { logIn, type Recorded, record, recorded } from './record.ts'

const SECONDS = 10
const PEOPLE = 20
const LOADS = [
  { rate: 0, talk: 'plain' },
  { rate: 200, talk: 'plain' },
  { rate: 1_000, talk: 'plain' },
  { rate: 1_000, talk: 'mixed' },
] as const

export interface Busy {
  rate: number
  talk: 'plain' | 'mixed'
  frames: number
  late: number
  p99: number
  typing: number
  rows: number
  heap: number
  share: number
}

/**
 * A room in which so many messages arrive each second, while somebody types: frames, answers to keys, memory. `mixed`: 30 %
 * of them are formatted, and 10 % of the events are replies and reactions.
 */
export async function busyRoom(): Promise<object> {
  const server = await spawnServer(['--no-limits', '--store', 'memory', '--log-level', 'warn'])
  const people = await Promise.all(Array.from({ length: PEOPLE }, (_, i) => rawUser(server.url, `Person ${i}`)))
  const browser = await launchChromium()
  const rows: Busy[] = []
  try {
    for (const { rate, talk } of LOADS) {
      const { page, cost, settled, close } = await openPage(browser)
      await page.goto(server.url)
      await logIn(page, `Reader ${rate} ${talk}`)
      const talker = new Talker('lobby', people, talk === 'mixed' ? MIXED_TALK : PLAIN_TALK)
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
        for (; sent < due; sent++) talker.say(sent).catch(() => {})
        await pause(5)
      }
      await typing
      const { frames, keys } = (await page.evaluate(recorded)) as Recorded
      const after = await cost()
      const { heap } = await settled()
      rows.push({
        rate,
        talk,
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
    'talk',
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
