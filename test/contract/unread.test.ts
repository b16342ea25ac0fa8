import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../sdk/protocol/records.ts'
import type { Appended, Content, RoomLog } from '../../server/ports/room-log.ts'
import { durableLog, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const ALL = { limit: 10_000, maxBytes: 1e9 }
const DAY = 24 * 3_600_000

/** What has to be counted, by looking at every message. */
function counted(messages: readonly Message[], after: number, ids: readonly string[]) {
  const looked = messages.filter(({ seq }) => seq > after).slice(-2_000)
  const others = looked.filter(({ user, deleted }) => !deleted && !ids.includes(user.id))
  const naming = others.filter(({ mentions = [] }) => mentions.some(({ id }) => ids.includes(id)))
  return { unread: Math.min(100, others.length), mentions: Math.min(100, naming.length) }
}

describe.for(ROOM_LOGS)('what is unread, in $name', ({ name, runs, openStore }) => {
  async function begin(keep?: number) {
    const clock = new VirtualClock()
    const store = await openStore(keep)
    const log = durableLog({ clock }, store, name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
    let cids = 0
    const write = (content: Content, user = 'a:ann', room = 'r') =>
      log.append({ room, user: { id: user, name: user }, cid: `c${++cids}`, content }) as Promise<Appended>
    const say = (user: string, named: readonly string[] = []) =>
      write({ kind: 'new_message', text: 'x', mentions: named.map(id => ({ id, name: id })) }, user)
    return { log, clock, write, say }
  }

  const expectCounted = async (log: RoomLog, after: number, ids: readonly string[]) => {
    const messages = (await log.page('r', ALL))?.messages ?? []
    const head = await log.head('r')
    expect(await log.unread('r', after, ids)).toEqual({ head, ...counted(messages, after, ids) })
  }

  test('[ST164] whatever is written, edited and deleted, by whichever ids: the count is that of looking at every message', {
    timeout: 60_000,
  }, async () => {
    const user = fc.constantFrom('a:1', 'a:2', 'g:1', 'g:2')
    const named = fc.uniqueArray(user, { maxLength: 3 })
    const which = fc.nat(9)
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), user, named }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), which, named }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), which }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('react' as const), which, user }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('place' as const), user }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async steps => {
        const { log, write, say } = await begin()
        const said: { id: string; user: string }[] = []
        for (const each of steps) {
          if (each.do === 'say') {
            said.push({ id: (await say(each.user, each.named)).id, user: each.user })
            continue
          }
          if (each.do === 'place') {
            await write({ kind: 'member_changed', member: { id: each.user, name: 'x' }, role: 'member' })
            continue
          }
          const { id: messageId, user: author } = said[each.which % Math.max(1, said.length)] ?? {
            id: 'none',
            user: 'a:1',
          }
          if (each.do === 'edit') {
            const mentions = each.named.map(id => ({ id, name: id }))
            await write({ kind: 'message_edited', messageId, text: 'y', mentions, withinMs: DAY }, author)
          } else if (each.do === 'delete') await write({ kind: 'message_deleted', messageId, by: 'author' }, author)
          else await write({ kind: 'reaction', messageId, emoji: '👍', on: true, kinds: 9, own: 9 }, each.user)
        }
        const { seq } = await log.head('r')
        for (const after of [0, Math.floor(seq / 2), seq - 1, seq, seq + 5])
          for (const ids of [['a:1'], ['a:2', 'g:1'], ['a:9'], []]) await expectCounted(log, Math.max(0, after), ids)
        await log.close()
      }),
      { numRuns: Math.ceil(runs / 2) },
    )
  })

  test('[ST165] it is counted up to 100, in the newest 2,000 messages behind the place; a room without any has none', async () => {
    const { log, write, say } = await begin()
    expect(await log.unread('r', 0, ['a:1'])).toMatchObject({ head: { seq: 0 }, unread: 0, mentions: 0 })
    await say('a:2', ['a:1'])
    await Promise.all(Array.from({ length: 1_999 }, () => say('a:1')))
    expect(await log.unread('r', 0, ['a:1'])).toMatchObject({ unread: 1, mentions: 1 })
    await say('a:1')
    expect(await log.unread('r', 0, ['a:1'])).toMatchObject({ unread: 0, mentions: 0 })
    expect(await log.unread('r', 0, ['a:3'])).toMatchObject({ unread: 100, mentions: 0 })
    const { id: messageId } = await say('a:2', ['a:3'])
    // what is no message takes no place
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        write({ kind: 'reaction', messageId, emoji: '👍', on: true, kinds: 9, own: 9 }, `g:${n}`),
      ),
    )
    await Promise.all(Array.from({ length: 1_999 }, () => say('a:2', ['a:1'])))
    expect(await log.unread('r', 0, ['a:3'])).toMatchObject({ unread: 100, mentions: 1 })
    expect(await log.unread('r', 0, ['a:1'])).toMatchObject({ unread: 100, mentions: 100 })
    await expectCounted(log, 0, ['a:1'])
    await expectCounted(log, 3_900, ['a:1'])
  })

  test('[ST165] messages that are given up are not counted', async () => {
    const { log, clock, say } = await begin(3)
    for (let n = 0; n < 10; n++) await say('a:2', ['a:1'])
    await clock.run(31_000)
    await expect.poll(() => log.unread('r', 0, ['a:1'])).toMatchObject({ unread: 3, mentions: 3 })
    expect(await log.unread('r', 9, ['a:1'])).toMatchObject({ unread: 1, mentions: 1 })
  })
})
