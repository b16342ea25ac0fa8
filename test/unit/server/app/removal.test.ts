import { expect, test } from 'vitest'
import { Sessions } from '../../../../server/app/identity/sessions.ts'
import { Downloads } from '../../../../server/app/people/downloads.ts'
import { memoryLog } from '../../../../server/open-log.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'
import { peopleParts } from '../../../support/people-parts.ts'
import { SILENT } from '../../../support/silent-log.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

function setUp() {
  const clock = new VirtualClock()
  let n = 0
  const random = { id: () => `id${++n}`, token: () => `token${++n}` }
  const sessions = new Sessions(clock, random)
  const log = memoryLog({ clock, random, log: SILENT, onFault() {} })
  return { clock, log, sessions, people: peopleParts(sessions, log, clock, random) }
}

test('[SE264] of a guest who left nothing there is nothing to remember; of who did, the id is', async () => {
  const { log, sessions, people } = setUp()
  for (const [name, left] of [
    ['Passes', false],
    ['Writes', true],
  ] as const) {
    const result = sessions.login(name)
    if (!result.ok) throw new Error('no login')
    const { token, user } = result.login
    if (left) await log.append({ room: 'r', user, cid: 'c', content: { kind: 'new_message', text: 'hello' } })
    const who = await people.who.of(token)
    if (!who.ok) throw new Error('nobody')
    await people.removal.remove(who.person)
    expect((await log.directory.removed([user.id])).has(user.id)).toBe(left)
    expect(sessions.find(token)).toBeUndefined()
    expect((await people.who.of(token)).ok).toBe(false)
  }
  expect((await log.directory.erasures(undefined, 9)).length).toBe(1)
  people.eraser?.stop()
})

test('[SE264] where the store does not take it, nothing happened, and the login goes on', async () => {
  const { log, sessions, people } = setUp()
  const result = sessions.login('Stays')
  if (!result.ok) throw new Error('no login')
  const { token, user } = result.login
  await log.append({ room: 'r', user, cid: 'c', content: { kind: 'new_message', text: 'hello' } })
  const who = await people.who.of(token)
  if (!who.ok) throw new Error('nobody')
  await log.close()
  await expect(people.removal.remove(who.person)).rejects.toThrow(LogUnavailable)
  expect(sessions.find(token)).toBeDefined()
})

test('[SE263] downloads have a share for each person and address, and a place is free however they end', async () => {
  const downloads = new Downloads()
  async function* some() {
    yield 'a'
    yield 'b'
  }
  async function* fails(): AsyncGenerator<string> {
    yield* []
    throw new LogUnavailable('down')
  }
  const begin = (user: string, address: string, pieces: () => AsyncGenerator<string, void> = some) =>
    downloads.begin(user, address, pieces)
  const one = await begin('u1', 'x')
  expect(await begin('u1', 'y')).toMatchObject({ ok: false, refusal: { code: 'rate_limited' } })
  const two = await begin('u2', 'x')
  expect((await begin('u3', 'x')).ok).toBe(false)
  await expect(begin('u3', 'z', fails)).rejects.toThrow('down')
  expect(downloads.size).toBe(2)
  for (let n = 0; n < 6; n++) expect((await begin(`v${n}`, `v${n}`)).ok).toBe(true)
  expect((await begin('v9', 'v9')).ok).toBe(false)
  if (!one.ok || !two.ok) throw new Error('refused')
  // one is read to its end, of the other nothing
  const read = [await one.pieces.next(), await one.pieces.next(), await one.pieces.next()]
  expect(read.map(({ value }) => value)).toEqual(['a', 'b', undefined])
  for (const each of [one, two, two]) each.pieces.return()
  expect(downloads.size).toBe(6)
  expect((await begin('u1', 'x')).ok).toBe(true)
})
