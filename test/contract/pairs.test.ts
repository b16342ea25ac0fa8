import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Appended, Content, Refused, RoomLog } from '../../server/ports/room-log.ts'
import type { Store } from '../../server/ports/store.ts'
import { durableLog, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const PAGE = readFileSync(path.join(import.meta.dirname, '../../docs/PROTOCOL.md'), 'utf8')
const KEEP = 3

interface Scene {
  log: RoomLog
  store: Store
  clock: VirtualClock
  /** The id of a message of Ann's. */
  id: string
  do(content: Content, cid?: string, user?: string): Promise<Appended | Refused>
  reply(): Promise<Appended | Refused>
  message(id?: string): Promise<object | undefined>
  /** So many others that the room holds it no more. */
  outgrow(): Promise<void>
  gone(messageId: string): Promise<void>
  /** The log over the same store, which has begun a new epoch. */
  anew(): Promise<Scene>
}

const DAY = 24 * 3_600_000
const edit = (messageId: string, text: string, rev?: number): Content => ({
  kind: 'message_edited',
  messageId,
  text,
  rev,
  withinMs: DAY,
})
const remove = (messageId: string): Content => ({ kind: 'message_deleted', messageId, by: 'author' })
const react = (messageId: string, on = true): Content => ({
  kind: 'reaction',
  messageId,
  emoji: '👍',
  on,
  kinds: 20,
  own: 10,
})
const pin = (messageId: string): Content => ({ kind: 'message_pinned', messageId, on: true, most: 50 })

/** What comes of two operations, as the page of the protocol says; each row of its table is here. */
const PAIRS: Record<string, (scene: Scene) => Promise<void>> = {
  'edit | edit': async ({ id, do: act, message }) => {
    expect([await act(edit(id, 'a')), await act(edit(id, 'b'))]).toMatchObject([{ seq: 2 }, { seq: 3 }])
    expect(await message()).toMatchObject({ text: 'b', rev: 3 })
  },
  'edit | edit with the `rev` of before': async ({ id, do: act }) => {
    await act(edit(id, 'a'))
    expect(await act(edit(id, 'b', 1))).toMatchObject({ refused: 'conflict', current: { text: 'a', rev: 2 } })
  },
  'edit | delete': async ({ id, do: act, message }) => {
    await act(edit(id, 'a'))
    await act(remove(id))
    expect(await message()).toMatchObject({ text: '', deleted: true, by: 'author', rev: 3 })
  },
  'delete | edit': async ({ id, do: act }) => {
    await act(remove(id))
    expect(await act(edit(id, 'a'))).toEqual({ refused: 'not_found' })
  },
  'delete | delete': async ({ id, do: act }) => {
    await act(remove(id))
    expect(await act(remove(id))).toMatchObject({ seq: 2, duplicate: true })
  },
  'react | delete': async ({ id, do: act, message }) => {
    await act(react(id), 'r', 'bob')
    await act(remove(id))
    expect(await message()).not.toHaveProperty('reactions')
  },
  'delete | react': async ({ id, do: act }) => {
    await act(remove(id))
    expect(await act(react(id), 'r', 'bob')).toEqual({ refused: 'not_found' })
  },
  'react | the same by the same user, elsewhere': async ({ id, do: act, log }) => {
    await act(react(id), 'r1')
    expect(await act(react(id), 'r2')).toMatchObject({ unchanged: true, duplicate: true, count: 1 })
    expect(await log.head('r')).toMatchObject({ seq: 2 })
  },
  'react | take it back elsewhere': async ({ id, do: act, message, log }) => {
    await act(react(id), 'r1')
    expect(await act(react(id, false), 'r2')).toMatchObject({ seq: 3, count: 0 })
    expect(await message()).not.toHaveProperty('reactions')
    expect(await log.head('r')).toMatchObject({ seq: 3 })
  },
  'react | edit with the `rev` of before': async ({ id, do: act }) => {
    await act(react(id), 'r', 'bob')
    expect(await act(edit(id, 'a', 1))).toMatchObject({ seq: 3 })
  },
  'reply | edit of what it answers': async ({ id, do: act, reply, message }) => {
    const { id: answer } = (await reply()) as Appended
    await act(edit(id, 'a'))
    expect(await message(answer)).toMatchObject({ replyTo: { messageId: id, target: 1, text: 'a' } })
  },
  'reply | delete of what it answers': async ({ id, do: act, reply, message }) => {
    const { id: answer } = (await reply()) as Appended
    await act(remove(id))
    expect(await message(answer)).toMatchObject({ replyTo: { messageId: id, text: '', deleted: true } })
  },
  'delete | reply to it': async ({ id, do: act, reply }) => {
    await act(remove(id))
    expect(await reply()).toEqual({ refused: 'not_found', replyTo: true })
  },
  'edit | reply to it': async ({ id, do: act, reply, message }) => {
    await act(edit(id, 'a'))
    expect(await message(((await reply()) as Appended).id)).toMatchObject({ replyTo: { text: 'a' } })
  },
  'pin | edit': async ({ id, do: act, log, message }) => {
    await act(pin(id), 'p', 'mod')
    await act(edit(id, 'a'))
    expect([await log.pins('r'), await message()]).toMatchObject([[id], { pinned: true }])
  },
  'pin | delete': async ({ id, do: act, log, message }) => {
    await act(pin(id), 'p', 'mod')
    await act(remove(id))
    expect(await log.pins('r')).toEqual([])
    expect(await message()).not.toHaveProperty('pinned')
  },
  'delete | pin': async ({ id, do: act }) => {
    await act(remove(id))
    expect(await act(pin(id), 'p', 'mod')).toEqual({ refused: 'not_found' })
  },
  'it is no longer kept | any change, or a reply to it': async ({ id, do: act, reply, outgrow }) => {
    await outgrow()
    for (const content of [edit(id, 'a'), remove(id), react(id), pin(id)])
      expect(await act(content)).toEqual({ refused: 'not_found' })
    expect(await reply()).toEqual({ refused: 'not_found', replyTo: true })
  },
  'it is no longer kept | its quote is read': async scene => {
    await scene.outgrow()
    const { id: target } = (await scene.do({ kind: 'new_message', text: 'a secret' })) as Appended
    const { id: answer } = (await scene.do({ kind: 'new_message', text: 'yes', replyTo: target })) as Appended
    for (let n = 0; n < KEEP - 1; n++) await scene.do({ kind: 'new_message', text: `later ${n}` })
    await scene.gone(target)
    const { message } = await scene.anew()
    expect(await message(answer)).toMatchObject({ replyTo: { messageId: target, text: '', deleted: true } })
  },
  'a new epoch begins | a change, by `messageId`': async scene => {
    const { epoch } = await scene.log.head('r')
    const { do: act, log, message } = await scene.anew()
    expect(await act(edit(scene.id, 'a'), 'over')).toMatchObject({ seq: 2, target: 1, duplicate: false })
    expect((await log.head('r')).epoch).not.toBe(epoch)
    expect(await message()).toMatchObject({ text: 'a' })
  },
  'any operation | another one with its `cid`': async ({ id, do: act }) => {
    for (const [at, content] of [edit(id, 'a'), react(id)].entries()) {
      await act(content, `op${at}`)
      expect(await act({ kind: 'new_message', text: 'x' }, `op${at}`)).toEqual({ refused: 'conflict' })
    }
    expect(await act(edit(id, 'x'), 'c0')).toEqual({ refused: 'conflict' })
  },
  'any operation | the same with its `cid`': async ({ id, do: act }) => {
    for (const [at, content] of [edit(id, 'a'), react(id), pin(id), remove(id)].entries()) {
      const { seq, target, sentAt } = (await act(content, `op${at}`)) as Appended
      expect(await act(content, `op${at}`)).toMatchObject({ seq, target, sentAt, duplicate: true })
    }
  },
}

test('[CH12] the pairs that are tested are those of the page', () => {
  const table = PAGE.split('### Two at once')[1]?.split('\n## ')[0] ?? ''
  const rows = table
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| first'))
    .map(line =>
      line
        .split('|')
        .slice(1, 3)
        .map(cell => cell.trim())
        .join(' | '),
    )
  expect(Object.keys(PAIRS)).toEqual(rows)
})

describe.for(ROOM_LOGS)('two at once, in $name', ({ name, openStore }) => {
  test.each(Object.entries(PAIRS))('[CH12] %s', async (pair, run) => {
    const trims = pair.startsWith('it is no longer kept')
    const store = await openStore(trims ? KEEP : undefined)
    onTestFinished(() => store.close())
    await run(await begin(store, name === 'memory'))
  })
})

async function begin(store: Store, inMemory: boolean, id?: string): Promise<Scene> {
  const clock = new VirtualClock()
  const log = durableLog({ clock }, store, inMemory ? 0 : undefined)
  let cids = 0
  const scene: Scene = {
    log,
    store,
    clock,
    id: id ?? '',
    do: (content, cid = `c${++cids}`, user = 'ann') =>
      log.append({ room: 'r', user: { id: user, name: user }, cid, content }),
    reply: () => scene.do({ kind: 'new_message', text: 'yes', replyTo: scene.id }, 'reply', 'bob'),
    async message(wanted = scene.id) {
      const page = await log.page('r', { ids: [wanted], limit: 1, maxBytes: 1e6 })
      const [message] = page?.messages ?? []
      return message && JSON.parse(JSON.stringify(message))
    },
    async outgrow() {
      for (let n = 0; n < KEEP; n++) await scene.do({ kind: 'new_message', text: `more ${n}` })
      await scene.gone(scene.id)
    },
    async gone(messageId) {
      await clock.run(31_000)
      await expect.poll(() => scene.message(messageId)).toBe(undefined)
    },
    async anew() {
      await store.renew()
      return begin(store, inMemory, scene.id)
    },
  }
  if (id === undefined) scene.id = ((await scene.do({ kind: 'new_message', text: 'hello' }, 'c0')) as Appended).id
  return scene
}
