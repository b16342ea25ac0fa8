import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'
import type { Appended, Content, Refused, RoomLog } from '../../server/ports/room-log.ts'
import { Oracle } from '../support/server-kit/oracle.ts'
import { ofEvents, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { until } from '../support/server-kit/until.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const ALL = { limit: 1_000, maxBytes: 1e9 }
const DAY = 24 * 3_600_000

/** A log, and what its subscriber makes of what it hears. */
async function begin(open: (typeof ROOM_LOGS)[number]['open'], clock = new VirtualClock()) {
  const log = await open({
    clock,
    onFault: error => {
      throw error
    },
  })
  const oracle = new Oracle()
  log.subscribe(
    'r',
    ofEvents(event => oracle.hear(event)),
  )
  let cids = 0
  const write = (content: Content, user = 'ann', cid = `c${++cids}`) =>
    log.append({ room: 'r', user: { id: user, name: user }, cid, content })
  const say = async (text: string, user = 'ann', more: Partial<Content> = {}) => {
    const { id } = (await write({ kind: 'new_message', text, ...more } as Content, user)) as Appended
    return id
  }
  return { log, oracle, clock, write, say }
}

const edit = (messageId: string, text: string, rev?: number): Content => ({
  kind: 'message_edited',
  messageId,
  text,
  rev,
  withinMs: DAY,
})
const remove = (messageId: string, by: 'author' | 'moderator' = 'author'): Content => ({
  kind: 'message_deleted',
  messageId,
  by,
})
const react = (messageId: string, emoji: string, on = true): Content => ({
  kind: 'reaction',
  messageId,
  emoji,
  on,
  kinds: 3,
  own: 2,
})
const pin = (messageId: string, on = true): Content => ({ kind: 'message_pinned', messageId, on, most: 2 })

const sorted = (own: ReadonlyMap<number, readonly string[]>) =>
  new Map([...own].map(([seq, emoji]) => [seq, [...emoji].sort()]))

/** Everything that can be read says what the oracle says. */
async function expectTold(log: RoomLog, oracle: Oracle): Promise<void> {
  const head = await log.head('r')
  await until('all to be delivered', () => oracle.events.length === head.seq)
  expect(oracle.events.map(({ seq }) => seq)).toEqual(oracle.events.map((_, at) => at + 1))
  const messages = oracle.messages()
  expect((await log.page('r', ALL))?.messages).toEqual(messages)
  expect(await log.pins('r')).toEqual(oracle.pins)
  for (const seq of [0, Math.floor(head.seq / 2), head.seq]) {
    const resumed = await log.resume('r', { epoch: head.epoch, seq }, 1_000)
    expect(resumed.events).toEqual(oracle.events.slice(seq).map(event => oracle.readBack(event)))
    const changed = (message: Message) =>
      (message.rev ?? 0) > seq || (oracle.get(message.replyTo?.messageId ?? '')?.rev ?? 0) > seq
    const query = { since: seq, from: 1, to: head.seq, after: 0, ...ALL }
    expect((await log.changes('r', query)).messages).toEqual(messages.filter(changed))
  }
  for (const user of ['ann', 'bob']) {
    expect(sorted(await log.ownReactions('r', user, 1, head.seq))).toEqual(oracle.own(user))
  }
}

describe.for(ROOM_LOGS)('changes in the room log in $name', ({ open, runs }) => {
  test('[MS150] whatever several people change at once: pages, resumes, changes and pins say what the events say', {
    timeout: 60_000,
  }, async () => {
    const user = fc.constantFrom('ann', 'bob', 'cid', 'dan', 'eve')
    const which = fc.nat(9)
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), user, text: fc.string() }) },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant('reply' as const), user, which, text: fc.string({ maxLength: 300 }) }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant('edit' as const),
          user,
          which,
          text: fc.string({ unit: 'grapheme', maxLength: 300 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), user, which, mod: fc.boolean() }) },
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant('react' as const),
          user,
          which,
          emoji: fc.constantFrom('👍', '🎉', '❤️', '😀'),
          on: fc.boolean(),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('pin' as const), user, which, on: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('read' as const) }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async steps => {
        const { log, oracle, write } = await begin(open)
        const ids: string[] = []
        let wrong: Refused | undefined
        const pending: Promise<unknown>[] = []
        const one = (at: number) => ids[at % Math.max(1, ids.length)] ?? 'none'
        for (const each of steps) {
          const answered = (answer: Appended | Refused) => {
            if ('refused' in answer && answer.refused === 'conflict') wrong = answer
          }
          switch (each.do) {
            case 'read':
              await Promise.all(pending.splice(0))
              await expectTold(log, oracle)
              break
            case 'say':
              ids.push(((await write({ kind: 'new_message', text: each.text }, each.user)) as Appended).id)
              break
            case 'reply':
              pending.push(
                write(
                  {
                    kind: 'new_message',
                    text: each.text,
                    replyTo: one(each.which),
                    mentions: [{ id: 'ann' }, { id: 'nobody' }],
                  },
                  each.user,
                ).then(answered),
              )
              break
            case 'edit':
              pending.push(write(edit(one(each.which), each.text), each.user).then(answered))
              break
            case 'delete':
              pending.push(write(remove(one(each.which), each.mod ? 'moderator' : 'author'), each.user).then(answered))
              break
            case 'react':
              pending.push(write(react(one(each.which), each.emoji, each.on), each.user).then(answered))
              break
            case 'pin':
              pending.push(write(pin(one(each.which), each.on), each.user).then(answered))
          }
        }
        await Promise.all(pending)
        expect(wrong).toBe(undefined)
        await expectTold(log, oracle)
        await log.close()
      }),
      { numRuns: Math.ceil(runs / 2) },
    )
  })

  async function fresh(clock?: VirtualClock) {
    const begun = await begin(open, clock)
    onTestFinished(() => begun.log.close())
    return begun
  }

  test('[MS151] an edit is its author’s, within its time, and not over a text that was changed meanwhile', async () => {
    const { log, oracle, clock, write, say } = await fresh()
    const id = await say('one')
    expect(await write(edit(id, 'x'), 'bob')).toEqual({ refused: 'forbidden' })
    expect(await write({ ...edit(id, 'x'), withinMs: 0 } as Content)).toEqual({ refused: 'forbidden' })
    expect(await write(edit('nothing', 'x'))).toEqual({ refused: 'not_found' })
    const first = (await write(edit(id, 'two'))) as Appended
    expect(first).toMatchObject({ seq: 2, target: 1, duplicate: false })
    expect(await write(edit(id, 'three', 1))).toEqual({ refused: 'conflict', current: oracle.get(id) })
    await write(react(id, '👍'), 'bob')
    // reactions and pins never conflict
    expect(await write(edit(id, 'three', 2))).toMatchObject({ seq: 4 })
    clock.advance(DAY + 1)
    expect(await write(edit(id, 'late'))).toEqual({ refused: 'forbidden' })
    await expectTold(log, oracle)
    expect((await log.page('r', ALL))?.messages).toMatchObject([{ text: 'three', rev: 4, reactions: [{ count: 1 }] }])
  })

  test('[MS152] deleting is final: what was said, reacted, pinned and quoted is in nothing that is read', async () => {
    const { log, oracle, write, say } = await fresh()
    const id = await say('a secret')
    await write(edit(id, 'another secret'))
    const reply = await say('reply', 'bob', { replyTo: id })
    await write(react(id, '👍'), 'bob')
    await write(pin(id), 'mod')
    expect(await write(remove(id), 'bob')).toEqual({ refused: 'forbidden' })
    expect(await write(remove(id))).toMatchObject({ seq: 6, target: 1, duplicate: false })
    expect(await write(remove(id))).toMatchObject({ seq: 6, target: 1, duplicate: true })
    for (const content of [edit(id, 'x'), react(id, '👍'), pin(id)])
      expect(await write(content)).toEqual({ refused: 'not_found' })
    expect(await write({ kind: 'new_message', text: 'x', replyTo: id })).toEqual({
      refused: 'not_found',
      replyTo: true,
    })
    await expectTold(log, oracle)
    const { epoch } = await log.head('r')
    const read = [
      await log.page('r', ALL),
      await log.page('r', { ...ALL, ids: [id, reply] }),
      await log.resume('r', { epoch, seq: 0 }, 100),
      await log.changes('r', { since: 0, from: 0, to: 100, after: 0, ...ALL }),
    ]
    expect(JSON.stringify(read)).not.toContain('secret')
    expect(oracle.get(reply)?.replyTo).toMatchObject({ deleted: true, text: '' })
  })

  test('[MS153] a cid stands for one operation: its repeat gets the first one’s values, another operation is a conflict', async () => {
    const { log, oracle, write, say } = await fresh()
    const [one, two] = [await say('one'), await say('two')]
    const contents = [edit(one, 'x'), react(one, '👍'), pin(one), remove(one)]
    for (const [at, content] of contents.entries()) {
      const first = (await write(content, 'ann', `op${at}`)) as Appended
      expect(await write(content, 'ann', `op${at}`)).toEqual({
        ...first,
        users: undefined,
        mentions: undefined,
        duplicate: true,
      } as Appended)
      const other = { ...content, messageId: two } as Content
      expect(await write(other, 'ann', `op${at}`)).toEqual({ refused: 'conflict' })
      expect(await write({ kind: 'new_message', text: 'x' }, 'ann', `op${at}`)).toEqual({ refused: 'conflict' })
      // the cid of somebody else is theirs
      expect(await write({ kind: 'new_message', text: 'mine' }, 'bob', `op${at}`)).toMatchObject({ duplicate: false })
    }
    expect(await write(edit(two, 'x'), 'ann', 'c1')).toEqual({ refused: 'conflict' })
    await expectTold(log, oracle)
  })

  test('[MS154] a reaction is there once for a user; there are so many kinds on a message, and so many of one user', async () => {
    const { log, oracle, write, say } = await fresh()
    const id = await say('hi')
    expect(await write(react(id, '👍', false))).toMatchObject({ unchanged: true, count: 0, target: 1 })
    expect(await write(react(id, '👍'))).toMatchObject({ seq: 2, count: 1 })
    expect(await write(react(id, '👍'))).toMatchObject({ unchanged: true, duplicate: true, count: 1 })
    for (const user of ['bob', 'cid', 'dan']) await write(react(id, '👍'), user)
    await write(react(id, '🎉'))
    expect(await write(react(id, '❤️'))).toEqual({ refused: 'too_many' })
    await write(react(id, '❤️'), 'bob')
    expect(await write(react(id, '😀'), 'cid')).toEqual({ refused: 'too_many' })
    // joining one that is there is none more
    expect(await write(react(id, '❤️'), 'cid')).toMatchObject({ count: 2 })
    await write(react(id, '👍', false))
    await expectTold(log, oracle)
    expect(oracle.get(id)?.reactions?.[0]).toMatchObject({
      emoji: '👍',
      count: 3,
      users: [{ id: 'bob' }, { id: 'cid' }, { id: 'dan' }],
    })
  })

  test('[MS155] so many messages are pinned, newest pin first', async () => {
    const { log, oracle, write, say } = await fresh()
    const ids = [await say('1'), await say('2'), await say('3')] as [string, string, string]
    await write(pin(ids[2]))
    await write(pin(ids[0]))
    expect(await write(pin(ids[0]))).toMatchObject({ duplicate: true, unchanged: true, target: 1 })
    expect(await write(pin(ids[1]))).toEqual({ refused: 'too_many' })
    expect(await log.pins('r')).toEqual([ids[0], ids[2]])
    await write(remove(ids[0], 'moderator'), 'mod')
    expect(await log.pins('r')).toEqual([ids[2]])
    await write(edit(ids[2], 'an edit keeps the pin'))
    await write(pin(ids[2], false))
    expect(await log.pins('r')).toEqual([])
    await expectTold(log, oracle)
  })

  test('[MS156] people are named who are here or wrote here, once each; others are left out', async () => {
    const { oracle, write, say } = await fresh()
    await say('I was here', 'bob')
    const mentions = [{ id: 'bob' }, { id: 'here', name: 'Here Now' }, { id: 'nobody' }, { id: 'bob' }]
    const id = await say('hello', 'ann', { mentions })
    const named = [
      { id: 'bob', name: 'bob' },
      { id: 'here', name: 'Here Now' },
    ]
    expect(oracle.get(id)?.mentions).toEqual(named)
    await write({ ...edit(id, 'hello you'), mentions: [{ id: 'bob' }] } as Content)
    expect(oracle.get(id)?.mentions).toEqual([named[0]])
    await write(edit(id, 'hello'))
    expect(oracle.get(id)).not.toHaveProperty('mentions')
  })

  test('[MS157] pages begin before, after or around a place, at a time, or are of ids', async () => {
    const clock = new VirtualClock()
    const { log, write, say } = await fresh(clock)
    const ids: string[] = []
    const times: number[] = []
    for (let n = 1; n <= 20; n++) {
      clock.advance(1_000)
      times.push(clock.now())
      ids.push(await say(`text ${n}`))
      // places between messages
      await write(react(ids.at(-1) as string, '👍'))
    }
    const texts = async (query: object) => {
      const page = await log.page('r', { limit: 5, maxBytes: 1e9, ...query })
      return page && [page.messages.map(({ text }) => Number(text.slice(5))), page.more, page.newer]
    }
    const seqOf = (n: number) => 2 * n - 1
    expect(await texts({})).toEqual([[16, 17, 18, 19, 20], true, false])
    expect(await texts({ before: seqOf(6) })).toEqual([[1, 2, 3, 4, 5], false, true])
    expect(await texts({ after: seqOf(6) })).toEqual([[7, 8, 9, 10, 11], true, true])
    expect(await texts({ after: 0 })).toEqual([[1, 2, 3, 4, 5], false, true])
    expect(await texts({ after: seqOf(18) })).toEqual([[19, 20], true, false])
    expect(await texts({ around: ids[9] })).toEqual([[8, 9, 10, 11, 12], true, true])
    expect(await texts({ around: ids[0] })).toEqual([[1, 2, 3, 4, 5], false, true])
    expect(await texts({ around: 'unknown' })).toBe(undefined)
    expect(await texts({ at: (times[9] as number) - 1 })).toEqual([[8, 9, 10, 11, 12], true, true])
    expect(await texts({ at: 0 })).toEqual([[1, 2, 3, 4, 5], false, true])
    expect(await texts({ at: clock.now() + 1 })).toEqual([[16, 17, 18, 19, 20], true, false])
    expect((await texts({ ids: [ids[4], 'unknown', ids[1], ids[4]] }))?.[0]).toEqual([2, 5])
    expect(await texts({ around: ids[9], maxBytes: 1 })).toMatchObject([expect.arrayContaining([10]), true, true])
  })

  test('[MS158] changes come in pages of places, each once', async () => {
    const { log, oracle, write, say } = await fresh()
    const ids: string[] = []
    for (let n = 0; n < 30; n++) ids.push(await say(`text ${n}`))
    const { seq: since } = await log.head('r')
    for (const n of [3, 4, 17, 25]) await write(edit(ids[n] as string, 'changed'))
    await write({ kind: 'new_message', text: 'later' })
    const seen: number[] = []
    let after = 0
    for (let turn = 0; turn < 10; turn++) {
      const read = await log.changes('r', { since, from: 2, to: 30, after, limit: 1, maxBytes: 1e9 })
      seen.push(...read.messages.map(({ seq }) => seq))
      expect(read.trimmed).toBe(undefined)
      if (read.next === undefined) break
      after = read.next
    }
    expect(seen).toEqual([4, 5, 18, 26])
    await expectTold(log, oracle)
  })

  test('[MS159] an event that is heard is not changed by what comes later', async () => {
    const { log, write, say } = await fresh()
    const heard: DurableEvent[] = []
    const copies: string[] = []
    log.subscribe(
      'r',
      ofEvents(event => {
        heard.push(event)
        copies.push(JSON.stringify(event))
      }),
    )
    const id = await say('one')
    await write(react(id, '👍'))
    await write(edit(id, 'two'))
    await write(remove(id))
    await until('all', () => heard.length === 4)
    expect(heard.map(event => JSON.stringify(event))).toEqual(copies)
  })
})
