import { describe, expect, test } from 'vitest'
import type { RoomRequest, ServerRequest } from '../../../../../server/app/actions/action.ts'
import { DEFAULT_HUB_RATES, type HubMetrics } from '../../../../../server/app/hub-deps.ts'
import { HeldQuestions } from '../../../../support/held-questions.ts'
import { PeopleHarness } from '../../../../support/people-harness.ts'

const MEMBERS = 'priv:AAAAAAAAAAAAAAAAAAAAAA'
const DIRECT = 'dm:AAAAAAAAAAAAAAAAAAAAAA'
const NEVER = { [MEMBERS]: 'priv:BBBBBBBBBBBBBBBBBBBBBB', [DIRECT]: 'dm:BBBBBBBBBBBBBBBBBBBBBB' }
const NO_ROOM = { code: 'not_found', message: 'There is no such room.', retryable: false }

/** Everything that can be asked of a room. */
const requests = (room: string): (RoomRequest | ServerRequest)[] => [
  { type: 'send_message', room, cid: 'c', text: 'x' },
  { type: 'send_message', room, cid: 'c', text: 'x', replyTo: 'm' },
  { type: 'edit_message', room, cid: 'c', messageId: 'm', text: 'x' },
  { type: 'delete_message', room, cid: 'c', messageId: 'm' },
  { type: 'react', room, cid: 'c', messageId: 'm', emoji: '👍', on: true },
  { type: 'react', room, cid: 'c', messageId: 'm', emoji: 'none', on: true },
  { type: 'pin_message', room, cid: 'c', messageId: 'm', on: true },
  { type: 'history', room },
  { type: 'history', room, around: 'm' },
  { type: 'changes', room, epoch: 'e', since: 0, from: 0, to: 9 },
  { type: 'search', room, query: 'hi' },
  { type: 'users', room },
  { type: 'users', room, after: 'false' },
  { type: 'typing', room, active: true },
  { type: 'members', room },
  { type: 'invite', room, user: 'a:ann' },
  { type: 'set_role', room, cid: 'c', user: 'a:ann', role: 'none' },
  { type: 'set_role', room, cid: 'c', user: 'a:out', role: 'none' },
  { type: 'change_room', room, cid: 'c', title: 'x' },
  { type: 'change_room', room, cid: 'c', write: 'user' },
  { type: 'change_room', room, cid: 'c' },
  { type: 'accept', room, on: true },
  { type: 'accept', room, on: false },
  { type: 'mark_read', room, upTo: 1 },
  { type: 'mark_unread', room, upTo: 1 },
]

async function hidden(options: ConstructorParameters<typeof PeopleHarness>[0] = {}) {
  const asked = new HeldQuestions()
  const harness = new PeopleHarness({ wrapDirectory: asked.wrap, ...options })
  await harness.accounts('a:ann', 'a:bob', 'a:out')
  await harness.room(MEMBERS, { kind: 'members', title: 'Secret' }, { 'a:ann': 'owner', 'a:bob': 'member' })
  const two = { 'a:ann': 'member', 'a:bob': 'member' } as const
  await harness.room(DIRECT, { kind: 'direct', pair: ['a:ann', 'a:bob'] }, two)
  return { harness, asked }
}

/** Who may not see it. The server's admins see every room but those of two. */
const OUTSIDERS = [
  [MEMBERS, 'g:eve'],
  [MEMBERS, 'a:out'],
  [DIRECT, 'g:eve'],
  [DIRECT, 'a:out'],
  [DIRECT, 'a:out=moderator'],
  [DIRECT, 'a:out=admin'],
] as const

describe('rooms that are not there for everybody', () => {
  test.each(OUTSIDERS)(
    '[RM130] %s is for %s, over a socket, as one that never was, in every byte and question',
    async (room, token) => {
      for (const alive of [false, true]) {
        const { harness, asked } = await hidden()
        const inside = alive ? await harness.as('a:ann', MEMBERS, DIRECT) : undefined
        const client = await harness.as(token, 'lobby')
        const askAll = async (name: string) => {
          asked.names.length = 0
          const said: string[] = []
          const all = [...requests(name), { type: 'join', room: name }, { type: 'leave', room: name }] as const
          for (const request of all) {
            client.clear()
            // biome-ignore lint/suspicious/noExplicitAny: each is a request
            const { ref: _ref, ...reply } = await client.ask(request as any)
            expect(reply, request.type).toEqual({ type: 'error', ...NO_ROOM })
            said.push(JSON.stringify(reply))
          }
          const other = harness.open()
          const position = { room: name, epoch: 'e', seq: 1 }
          const { rooms } = await other.ask({ type: 'connect', token, rooms: [{ room: name }, position] })
          expect(rooms).toEqual([
            { room: name, error: NO_ROOM },
            { room: name, error: NO_ROOM },
          ])
          other.socket.bye()
          await harness.quiet()
          return { said, names: [...asked.names] }
        }
        expect(await askAll(room)).toEqual(await askAll(NEVER[room]))
        expect(inside?.frames ?? []).toEqual([])
      }
    },
  )

  test.each(OUTSIDERS)('[RM130] %s is for %s, without a socket, as one that never was', async (room, token) => {
    for (const alive of [false, true]) {
      const { harness, asked } = await hidden()
      if (alive) await harness.as('a:ann', MEMBERS, DIRECT)
      const askAll = async (name: string) => {
        asked.names.length = 0
        for (const request of requests(name))
          expect(await harness.perform(token, request), request.type).toEqual(NO_ROOM)
        return [...asked.names]
      }
      expect(await askAll(room)).toEqual(await askAll(NEVER[room]))
    }
  })

  test('[RM131] it costs the same of the rates', async () => {
    const rates = {
      ...DEFAULT_HUB_RATES,
      shared: { ...DEFAULT_HUB_RATES.shared, user: { burst: 40, perSecond: 0.001 } },
    }
    const spent = async (room: string) => {
      const { harness } = await hidden({ rates })
      const client = await harness.as('a:out')
      const codes: string[] = []
      for (let n = 0; n < 30; n++) codes.push((await client.ask({ type: n % 2 ? 'history' : 'join', room })).code)
      return codes
    }
    const there = await spent(MEMBERS)
    expect(there).toContain('rate_limited')
    expect(there).toEqual(await spent(NEVER[MEMBERS]))
  })

  test('[RM132] the log and the metrics name no such room', async () => {
    const counted: unknown[] = []
    const metrics: HubMetrics = {
      answered: (...what) => void counted.push(what),
      published() {},
      closed: (...what) => void counted.push(what),
    }
    const { harness, asked } = await hidden({ metrics })
    const [ann, out] = [await harness.as('a:ann', MEMBERS), await harness.as('a:out')]
    await ann.send(MEMBERS, 'between us')
    await out.ask({ type: 'join', room: MEMBERS })
    asked.fails = true
    await out.ask({ type: 'join', room: MEMBERS })
    await ann.ask({ type: 'join', room: DIRECT })
    expect(counted.length).toBeGreaterThan(3)
    for (const text of [JSON.stringify(counted), JSON.stringify(harness.logged)]) {
      expect(text).not.toContain(MEMBERS)
      expect(text).not.toContain(DIRECT)
    }
  })

  test('[RM133] who has a place in it joins, talks and reads it as any other room', async () => {
    const { harness } = await hidden()
    const [ann, bob] = [await harness.as('a:ann', MEMBERS, DIRECT), await harness.as('a:bob', MEMBERS)]
    await ann.send(MEMBERS, 'hello')
    await harness.pass(100)
    expect(bob.of('new_message')).toMatchObject([{ text: 'hello' }])
    const later = await (await harness.as('a:bob')).ask({ type: 'join', room: MEMBERS })
    expect(later).toMatchObject({ kind: 'members', title: 'Secret', role: 'member', messages: [{ text: 'hello' }] })
    expect(await harness.perform('a:bob', { type: 'history', room: MEMBERS })).toMatchObject({ seq: 1 })
    const away = await harness.as('a:bob')
    expect(await away.ask({ type: 'history', room: MEMBERS })).toMatchObject({ code: 'not_joined' })
    const admin = await (await harness.as('a:out=admin')).ask({ type: 'join', room: MEMBERS })
    expect(admin).toMatchObject({ role: 'admin', messages: [{ text: 'hello' }] })
  })

  test('[RM134] with listed rooms a name that nobody made is no room, and the others are there for everybody', async () => {
    const harness = new PeopleHarness({ listed: true })
    await harness.room('lobby', { title: 'Lobby' })
    const bob = await harness.as('g:bob')
    expect(await bob.ask({ type: 'join', room: 'nowhere' })).toMatchObject(NO_ROOM)
    expect(await bob.ask({ type: 'history', room: 'nowhere' })).toMatchObject(NO_ROOM)
    expect(await bob.ask({ type: 'leave', room: 'nowhere' })).toMatchObject(NO_ROOM)
    expect(await harness.perform('a:x', { type: 'history', room: 'nowhere' })).toMatchObject(NO_ROOM)
    expect(harness.hub.stats().rooms).toBe(0)
    expect(await bob.ask({ type: 'history', room: 'lobby' })).toMatchObject({ code: 'not_joined' })
    expect(await bob.ask({ type: 'join', room: 'lobby' })).toMatchObject({ title: 'Lobby', role: 'guest' })
    expect(await bob.send('lobby', 'hello')).toMatchObject({ seq: 1 })
    expect(await bob.ask({ type: 'join', room: 'a b' })).toMatchObject({ code: 'invalid_room' })
  })
})
