import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DurableEvent, MessageDeletedEvent, MessageEditedEvent } from '../../sdk/protocol/durable-events.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bundleSimulation } from './bundle.ts'
import { countsAt } from './counts.ts'
import { heal, live } from './history.ts'
import { judge } from './judge.ts'
import { PLANTED_ROOMS } from './planted-rooms.ts'
import { PROCESSES, runSeeds } from './run-seeds.ts'
import { story } from './story.ts'
import { PRIVATE_ROOMS_FROM, World } from './world.ts'

const SEEDS = 600
/** Of those whose events are counted. */
const LOOKED_AT_FROM = PRIVATE_ROOMS_FROM + 100
const LOOKED_AT = 140

const folder = temporaryFolder('private-rooms')
const at = (name: string) => path.join(folder.path, name)

beforeAll(() => {
  mkdirSync(folder.path, { recursive: true })
  return () => folder.remove()
})

test('[SM242] whatever fails, rooms of their own are shown to who has a place in them, whole, and to nobody else', {
  timeout: 300_000,
}, async () => {
  await bundleSimulation(at('honest.mjs'))
  const run = { program: at('honest.mjs'), first: PRIVATE_ROOMS_FROM, count: SEEDS, processes: PROCESSES, lines: 60 }
  const { failure, seeds, messages } = await runSeeds(run)
  expect(failure && story(failure)).toBeUndefined()
  expect(seeds).toBe(SEEDS)
  expect(messages).toBeGreaterThan(SEEDS * 15)
})

test('[SM243] in those histories all happens that can happen to a room', { timeout: 300_000 }, async () => {
  const met = new Map<string, number>()
  const add = (what: string, count = 1) => met.set(what, (met.get(what) ?? 0) + count)
  for (let seed = LOOKED_AT_FROM; seed < LOOKED_AT_FROM + LOOKED_AT; seed++) {
    const world = new World(seed, Number.POSITIVE_INFINITY)
    await live(world)
    await heal(world)
    await judge(world)
    for (const { record } of world.places.rooms.values()) {
      add(record.kind)
      for (const event of world.disk.events(record.room)) add('role' in event ? event.role : event.type)
    }
    add('blocked', world.places.blocks.size)
    for (const line of world.trace.lines) {
      const what =
        /: (create|direct|invite|accept|decline|unread|read|block|set none|leave): (?!offline|unavailable)/.exec(line)
      if (what?.[1]) add(`asks ${what[1]}`)
      if (line.endsWith('as a stranger')) add('strangers')
      if (/ (priv|dm):\S+ refused/.test(line)) add('put out')
    }
    await world.end()
  }
  const rooms = { members: 40, direct: 15, new_message: 200, room_changed: 5, reaction: 4, message_deleted: 3 }
  const people = { member: 40, moderator: 1, none: 6, 'put out': 15, blocked: 3, strangers: 5 }
  const asks = { 'asks decline': 8, 'asks unread': 20, 'asks read': 80, 'asks leave': 8, 'asks set none': 4 }
  for (const [what, count] of Object.entries({ ...rooms, ...people, ...asks }))
    expect(met.get(what) ?? 0, `${what} of ${JSON.stringify([...met])}`).toBeGreaterThanOrEqual(count)
})

describe('planted faults', () => {
  test.each(PLANTED_ROOMS)('[SM244] $name is found', { timeout: 300_000 }, async fault => {
    const program = at(`${PLANTED_ROOMS.indexOf(fault)}.mjs`)
    await bundleSimulation(program, fault)
    // one process: which seed fails first, and so the reason, does not depend on time
    const { failure } = await runSeeds({
      program,
      first: PRIVATE_ROOMS_FROM + (fault.seldom ?? 0),
      count: SEEDS,
      processes: 1,
      lines: 40,
    })
    expect(failure?.reason ?? '').toMatch(fault.reason)
  })
})

test('[SM245] what is unread is what others wrote, by then, behind the place, as far as it is not deleted', () => {
  const user = (name: string) => ({ id: `a:${name}`, name })
  const at = (seq: number, name: string) => ({
    room: 'r',
    seq,
    id: `m${seq}`,
    cid: `c${seq}`,
    user: user(name),
    sentAt: seq,
  })
  const said = (seq: number, name: string, ...named: string[]): DurableEvent => ({
    ...at(seq, name),
    type: 'new_message',
    text: 'hi',
    mentions: named.map(user),
  })
  const edited: MessageEditedEvent = {
    ...at(4, 'bob'),
    ...{ type: 'message_edited', target: 3, messageId: 'm3', text: 'hi ann', mentions: [user('ann')] },
  }
  const deleted: MessageDeletedEvent = {
    ...at(5, 'bob'),
    ...{ type: 'message_deleted', target: 1, messageId: 'm1', by: 'author' },
  }
  const events = [said(1, 'bob', 'ann'), said(2, 'ann', 'ann'), said(3, 'bob'), edited, deleted]
  const ids = ['a:ann', 'g:ann']
  expect(countsAt(events, 3, 0, ids)).toEqual({ unread: 2, mentions: 1 })
  expect(countsAt(events, 4, 0, ids)).toEqual({ unread: 2, mentions: 2 })
  expect(countsAt(events, 5, 0, ids)).toEqual({ unread: 1, mentions: 1 })
  expect(countsAt(events, 5, 3, ids)).toEqual({ unread: 0, mentions: 0 })
  expect(countsAt(events, 5, 0, ['a:bob'])).toEqual({ unread: 1, mentions: 0 })
})
