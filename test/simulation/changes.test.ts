import { expect, test } from 'vitest'
import type { Content } from '../../server/ports/room-log.ts'
import { heal, live } from './history.ts'
import { judge } from './judge.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import { ROOMS, World } from './world.ts'

// In these somebody also takes the id of a request for something else.
const FIRST = 140
const SEEDS = 90

test('[SM231] people of a simulation change messages in every way, and meet every refusal', {
  timeout: 300_000,
}, async () => {
  const met = new Map<string, number>()
  const add = (what: string) => met.set(what, (met.get(what) ?? 0) + 1)
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const world = new World(seed, 0)
    await live(world)
    await heal(world)
    await judge(world)
    for (const room of ROOMS) {
      for (const event of world.disk.events(room)) {
        add(event.type)
        if (event.type === 'new_message' && event.replyTo) add('reply')
        if (event.type === 'reaction' && !event.on) add('taken back')
      }
    }
    for (const codes of world.disk.refusals.values()) for (const code of codes) add(code)
    for (const { retried } of world.ledger.posted) if (retried) add('tried again')
    await world.end()
  }
  const least = { message_edited: 60, message_deleted: 40, reaction: 100, reply: 50, 'taken back': 10 }
  const refused = { not_found: 10, forbidden: 3, conflict: 1, too_many: 1, 'tried again': 1 }
  for (const [what, count] of Object.entries({ ...least, ...refused }))
    expect(met.get(what) ?? 0, `${what} of ${JSON.stringify([...met])}`).toBeGreaterThanOrEqual(count)
})

test('[SM232] what comes of a change is held to rules of its own, in whatever way the server answers', () => {
  const wrong: string[] = []
  const disk = new SimulatedDisk(
    'fsync',
    { may: () => true },
    what => wrong.push(what),
    () => 0,
  )
  let ids = 0
  const write = (content: Content, name = 'Ada', cid = `c${ids + 1}`) => {
    const id = `i${++ids}`
    const user = { id: name, name }
    disk.apply([{ kind: 'event', room: 'r', user, cid, id, sentAt: ids, content }])
    return [...(disk.refusals.get(cid) ?? [])].at(-1) ?? 'taken'
  }
  const react = (emoji: string, on = true): Content => ({
    kind: 'reaction',
    messageId: 'i1',
    emoji,
    on,
    kinds: 2,
    own: 2,
  })
  const edit = (text: string, rev?: number): Content => ({
    kind: 'message_edited',
    messageId: 'i1',
    text,
    rev,
    withinMs: 100,
  })
  const remove: Content = { kind: 'message_deleted', messageId: 'i1', by: 'author' }
  const say = (replyTo?: string): Content => ({ kind: 'new_message', text: `t${ids}`, replyTo })
  const came = [
    write(say()),
    write(say('i1'), 'Bob'),
    write(edit('e1', 1)),
    write(edit('e2', 1)),
    write(edit('e3'), 'Bob'),
    write(edit('e4'), 'Ada', 'c1'),
    write(react('👍')),
    write(react('👍')),
    write(react('🎉'), 'Bob'),
    write(react('👀'), 'Cleo'),
    write(remove, 'Bob'),
    write(remove),
    write(remove),
    write(react('👍', false)),
    write(say('i1')),
  ]
  const refused = ['conflict', 'forbidden', 'conflict']
  expect(came.slice(0, 6)).toEqual(['taken', 'taken', 'taken', ...refused])
  expect(came.slice(6, 10)).toEqual(['taken', 'taken', 'taken', 'too_many'])
  expect(came.slice(10)).toEqual(['forbidden', 'taken', 'taken', 'not_found', 'not_found'])
  expect(wrong).toEqual([])
})
