import { describe, expect, onTestFinished, test } from 'vitest'
import type { User } from '../../sdk/protocol/records.ts'
import type { Appended, Content, Refused } from '../../server/ports/room-log.ts'
import { accountOf } from '../support/server-kit/directories.ts'
import { durableLog, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const GUEST = { id: 'g:ann', name: 'Ann', guest: true } as const
const ACCOUNT = { id: 'a:ann', name: 'Ann' }

describe.each(ROOM_LOGS)('$name, of who was a guest', ({ open }) => {
  async function begin() {
    const clock = new VirtualClock()
    const log = await open({
      clock,
      onFault: error => {
        throw error
      },
    })
    const asGuest = (cid: string, content: Content) => log.append({ room: 'r', user: GUEST, cid, content })
    const asAccount = (cid: string, content: Content, formerIds: string[] = [GUEST.id]) =>
      log.append({ room: 'r', user: ACCOUNT, formerIds, cid, content })
    return { log, asGuest, asAccount }
  }
  const message = (text: string): Content => ({ kind: 'new_message', text })
  const react = (messageId: string, emoji: string, on: boolean): Content => ({
    kind: 'reaction',
    messageId,
    emoji,
    on,
    kinds: 20,
    own: 2,
  })

  test('[RT7] a cid of then is known, of messages, answers and changes, and nothing is said twice', async () => {
    const { log, asGuest, asAccount } = await begin()
    const first = (await asGuest('c1', message('hello'))) as Appended
    const answer = { kind: 'new_message', text: 'yes', replyTo: first.id } as const
    const second = await asGuest('c2', answer)
    const third = await asGuest('c3', react(first.id, '👍', true))
    expect(await asAccount('c1', message('hello'))).toMatchObject({ seq: first.seq, id: first.id, duplicate: true })
    expect(await asAccount('c2', answer)).toMatchObject({ seq: (second as Appended).seq, duplicate: true })
    expect(await asAccount('c3', react(first.id, '👍', true))).toMatchObject({
      seq: (third as Appended).seq,
      duplicate: true,
    })
    expect(await asAccount('c1', react(first.id, '👍', true))).toMatchObject({ refused: 'conflict' })
    expect((await log.head('r')).seq).toBe(3)
    const other = (await asAccount('c1', message('of another person'), [])) as Appended
    expect(other).toMatchObject({ seq: 4, duplicate: false })
    expect((await log.page('r', { limit: 9, maxBytes: 1e9 }))?.messages.map(({ user }) => user)).toEqual([
      GUEST,
      GUEST,
      ACCOUNT,
    ])
  })

  test('[RT7] what was written and said with a reaction then is theirs, and of nobody else', async () => {
    const { log, asGuest, asAccount } = await begin()
    const { id } = (await asGuest('c1', message('hello'))) as Appended
    await asGuest('c2', react(id, '👍', true))
    const edit: Content = { kind: 'message_edited', messageId: id, text: 'hello all', withinMs: 1_000_000 }
    const stranger = (cid: string, content: Content) => asAccount(cid, content, ['g:bob']) as Promise<Refused>
    expect(await stranger('x1', edit)).toEqual({ refused: 'forbidden' })
    expect(await stranger('x2', { kind: 'message_deleted', messageId: id, by: 'author' })).toEqual({
      refused: 'forbidden',
    })
    expect(await asAccount('e1', edit)).toMatchObject({ seq: 3, duplicate: false })
    // it is there already, counts among their own, and is taken back under the id that it has
    expect(await asAccount('e2', react(id, '👍', true))).toMatchObject({ unchanged: true, count: 1 })
    expect(await asAccount('e3', react(id, '🎉', true))).toMatchObject({ count: 1 })
    expect(await asAccount('e4', react(id, '🚀', true))).toEqual({ refused: 'too_many' })
    expect(await asAccount('e5', react(id, '👍', false))).toMatchObject({ count: 0 })
    expect([...(await log.ownReactions('r', GUEST.id, 1, 9))]).toEqual([])
    expect([...(await log.ownReactions('r', ACCOUNT.id, 1, 9))]).toEqual([[1, ['🎉']]])
    expect(await asAccount('e6', { kind: 'message_deleted', messageId: id, by: 'author' })).toMatchObject({ target: 1 })
    const [deleted] = (await log.page('r', { limit: 9, maxBytes: 1e9 }))?.messages ?? []
    expect(deleted).toMatchObject({ user: GUEST, deleted: true, by: 'author', text: '' })
  })

  test('[RT8] guests are marked in pages, resumes, quotes, mentions and reactions', async () => {
    const { log, asGuest, asAccount } = await begin()
    const { id } = (await asGuest('c1', message('hello'))) as Appended
    await asAccount('c2', { kind: 'new_message', text: 'hi', replyTo: id, mentions: [{ id: GUEST.id }] }, [])
    await asGuest('c3', react(id, '👍', true))
    const { epoch } = await log.head('r')
    const [first, second] = (await log.page('r', { limit: 9, maxBytes: 1e9 }))?.messages ?? []
    expect(first).toMatchObject({ user: GUEST, reactions: [{ users: [GUEST] }] })
    expect(second).toMatchObject({ user: ACCOUNT, replyTo: { user: GUEST }, mentions: [GUEST] })
    expect(second?.user).toEqual(ACCOUNT)
    const { events = [] } = await log.resume('r', { epoch, seq: 0 }, 9)
    expect(events).toMatchObject([{ user: GUEST }, { user: ACCOUNT }, { user: GUEST, users: [GUEST] }])
  })
})

describe.each(ROOM_LOGS)('$name, of connections that do not know of each other', ({ name, openStore }) => {
  /** A guest who has an account by now, of which the connections of before were told nothing. */
  async function begin() {
    const clock = new VirtualClock()
    const log = durableLog({ clock }, await openStore(), name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
    const say = (user: User, cid: string, content: Content = { kind: 'new_message', text: `text of ${cid}` }) =>
      log.append({ room: 'r', user, cid, content }) as Promise<Appended>
    await log.directory.addAccount(accountOf('ann'))
    const goOn = () => log.directory.changeAccount(ACCOUNT.id, { guestIds: [GUEST.id] })
    return { log, say, goOn }
  }

  test('[RT55] what comes late on a line of the guest, behind the repeat of the account, is one event', async () => {
    const { log, say, goOn } = await begin()
    await say(GUEST, 'before')
    await goOn()
    const first = await say(ACCOUNT, 'c1')
    expect(await say(GUEST, 'c1')).toMatchObject({ seq: first.seq, id: first.id, duplicate: true })
    const reaction = { kind: 'reaction', messageId: first.id, emoji: '👍', on: true, kinds: 9, own: 9 } as const
    const second = await say(ACCOUNT, 'c2', reaction)
    expect(await say(GUEST, 'c2', reaction)).toMatchObject({ seq: second.seq, duplicate: true })
    expect(await say(GUEST, 'c3', reaction)).toMatchObject({ duplicate: true, count: 1 })
    expect((await log.head('r')).seq).toBe(3)
  })

  test('[RT55] a line of the account from before knows what its new guest wrote, also where it has written itself', async () => {
    const { log, say, goOn } = await begin()
    const other = { id: 'g:other', name: 'Other', guest: true } as const
    const first = await say(GUEST, 'c1')
    expect(await say(ACCOUNT, 'own')).toMatchObject({ seq: 2 })
    expect(await say(other, 'of another')).toMatchObject({ seq: 3 })
    await goOn()
    expect(await say(ACCOUNT, 'c1')).toMatchObject({ seq: first.seq, duplicate: true })
    const edit = { kind: 'message_edited', messageId: first.id, text: 'new', withinMs: 1_000_000 } as const
    expect(await say(ACCOUNT, 'c2', edit)).toMatchObject({ seq: 4, target: 1 })
    await log.directory.changeAccount(ACCOUNT.id, { guestIds: [other.id] })
    expect(await say(other, 'c1')).toMatchObject({ seq: first.seq, duplicate: true })
    await log.directory.removeAccount(ACCOUNT.id)
    // ids of somebody who is no more are of nobody
    expect(await say(other, 'c1')).toMatchObject({ seq: 5, duplicate: false })
  })

  test('[RT55] so it is for a message that waits', async () => {
    const { log, say, goOn } = await begin()
    const content = { kind: 'new_message', text: 'waits' } as const
    const hold = { room: 'r', cid: 'c1', content, hold: {} }
    const { held } = (await log.append({ ...hold, user: ACCOUNT })) as Appended
    await goOn()
    expect(await say(GUEST, 'c1', content)).toMatchObject({ held, duplicate: true })
    expect(await log.append({ ...hold, user: GUEST })).toMatchObject({ held, duplicate: true })
  })
})
