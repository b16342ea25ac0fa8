import { expect, test } from 'vitest'
import { Sessions } from '../../../../server/app/identity/sessions.ts'
import { personalData } from '../../../../server/app/people/personal-data.ts'
import { UnhurriedReads } from '../../../../server/app/people/unhurried-reads.ts'
import { memoryLog } from '../../../../server/open-log.ts'
import type { PersonalReads } from '../../../../server/ports/personal-data.ts'
import { SILENT } from '../../../support/silent-log.ts'
import { settle, VirtualClock } from '../../../support/virtual-clock.ts'

const PEOPLE = ['g:ann', 'g:bob', 'g:cid']
const OTHER = { id: 'g:other', name: 'Other' }
const MESSAGES = 60

test('[SE273] between two questions of all downloads there is room for others, however many there are', async () => {
  const clock = new VirtualClock()
  let n = 0
  const random = { id: () => `id${++n}`, token: () => `token${++n}` }
  const log = memoryLog({ clock, random, log: SILENT, onFault() {} })
  const { directory, personal } = log
  if (!personal) throw new Error('no personal data')
  const sessions = new Sessions(clock, random)
  const say = (id: string, text: string) =>
    log.append({ room: 'r', user: { id, name: id }, cid: `c${++n}`, content: { kind: 'new_message', text } })
  for (let each = 0; each < MESSAGES; each++) for (const id of PEOPLE) await say(id, 'x'.repeat(4_000))

  let asked = 0
  const counted = new Proxy(personal, {
    get(target, name: keyof PersonalReads) {
      const method = target[name].bind(target) as (...args: unknown[]) => unknown
      return (...args: unknown[]) => {
        asked++
        return method(...args)
      }
    },
  })
  const deps = { directory, personal: counted, sessions, reads: new UnhurriedReads(clock) }
  const texts: string[] = []
  let under = PEOPLE.length
  const download = async (id: string) => {
    const who = { user: { id, name: id }, ids: [id], account: undefined, session: undefined, issuedAt: undefined }
    let text = ''
    for await (const piece of personalData(deps, who)) text += piece
    texts.push(text)
    under--
  }
  for (const id of PEOPLE) void download(id)

  let [sent, most] = [0, 0]
  for (let round = 0; under > 0 && round < 1_000; round++) {
    const before = asked
    await settle()
    most = Math.max(most, asked - before)
    await say(OTHER.id, `between ${sent++}`)
    await clock.run(1)
  }
  expect(texts.map(text => (JSON.parse(text) as { messages: unknown[] }).messages.length)).toEqual([60, 60, 60])
  expect(asked).toBeGreaterThan(3 * 4)
  expect(most).toBeLessThanOrEqual(1)
  expect(sent).toBeGreaterThan(asked)
  sessions.stop()
})

test('[SE273] it rests longer behind what took longer, and goes on behind what failed', async () => {
  const clock = new VirtualClock()
  const reads = new UnhurriedReads(clock)
  const slow = (ms: number) => new Promise<number>(resolve => clock.after(ms, () => resolve(ms)))
  const began: number[] = []
  const start = clock.now()
  const note = <T>(then: () => T) => {
    began.push(clock.now() - start)
    return then()
  }
  const failed = reads.ask(() => note(() => Promise.reject(new Error('the store')))).catch(String)
  const answers = [reads.ask(() => note(() => slow(20))), reads.ask(() => note(() => slow(0)))]
  await clock.run(1_000)
  expect(await failed).toContain('the store')
  expect(await Promise.all(answers)).toEqual([20, 0])
  const [first = 0, second = 0, third = 0] = began
  expect(second - first).toBeGreaterThan(0)
  expect(third - second).toBeGreaterThanOrEqual(20 + 3 * 20)
})
