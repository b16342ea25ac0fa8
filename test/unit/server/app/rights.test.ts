import { describe, expect, test } from 'vitest'
import { ROLES, type Role } from '../../../../sdk/protocol/policy.ts'
import type { Authenticator } from '../../../../server/app/identity/authenticator.ts'
import { type HarnessClient, HubHarness } from '../../../support/hub-harness.ts'

/** A token is the role of who brings it, and a name. */
const byToken: Authenticator = {
  async attach(token) {
    const [role, name = ''] = token.split(':') as [Role, string?]
    const user = { id: name, name }
    return { ok: true, identity: { id: `s-${name}`, user, role }, detach() {} }
  },
}

async function room() {
  const harness = new HubHarness({ authenticator: byToken })
  const enter = (role: Role, name: string = role) => harness.enter(`${role}:${name}`, 'lobby')
  return { harness, enter }
}

/** Every request that is for who is in a room, about a message of this client and one of somebody else. */
const REQUESTS = (own: string, other: string) =>
  ({
    send: { type: 'send_message', text: 'hi' },
    reply: { type: 'send_message', text: 'hi', replyTo: other },
    'edit own': { type: 'edit_message', messageId: own, text: 'changed' },
    'edit other': { type: 'edit_message', messageId: other, text: 'changed' },
    'react other': { type: 'react', messageId: other, emoji: '👍', on: true },
    pin: { type: 'pin_message', messageId: other, on: true },
    'delete own': { type: 'delete_message', messageId: own },
    'delete other': { type: 'delete_message', messageId: other },
    typing: { type: 'typing', active: true },
    history: { type: 'history' },
    users: { type: 'users' },
    changes: { type: 'changes', epoch: 'e', since: 0, from: 0, to: 1 },
    search: { type: 'search', query: 'hi' },
  }) as const

const KEEPS_ORDER: Role[] = ['moderator', 'owner', 'admin']
/** Who may, apart from the table that decides; left out: everyone who is in the room. */
const ONLY: Record<string, Role[]> = { 'edit other': [], pin: KEEPS_ORDER, 'delete other': KEEPS_ORDER }

describe('rights', () => {
  test.each(ROLES)(
    '[RT3] a %s in an open room may do what the policy says, over the socket, nothing more and nothing less',
    async role => {
      const { harness, enter } = await room()
      const author = await enter('guest', 'author')
      const { id: other } = await author.send('lobby', 'of another')
      const client = await enter(role)
      const { id: own } = await client.send('lobby', 'mine')
      let cid = 0
      for (const [what, request] of Object.entries(REQUESTS(own, other))) {
        // biome-ignore lint/suspicious/noExplicitAny: the fields are those of each kind
        const reply = await client.ask({ ...request, room: 'lobby', cid: `op${++cid}` } as any)
        // an epoch that is not known is looked for, and is none
        const asked = reply.type === 'ok' || reply.code === 'not_found'
        expect([what, asked], JSON.stringify(reply)).toEqual([what, (ONLY[what] ?? ROLES).includes(role)])
        if (!asked) expect(reply.code).toBe('forbidden')
      }
      await harness.quiet()
    },
  )

  test('[RT2] who joins is told the kind of room, their role and what they can, by connect and by join', async () => {
    const { harness } = await room()
    const of = async (client: HarnessClient, role: Role) => {
      const connected = await client.ask({ type: 'connect', token: `${role}:x`, rooms: [{ room: 'a' }] })
      const joined = await client.ask({ type: 'join', room: 'b' })
      return [connected.rooms[0], joined].map(({ kind, role, can }) => ({ kind, role, can }))
    }
    const guest = { kind: 'open', role: 'guest', can: ['send', 'reply', 'react', 'edit', 'delete', 'search'] }
    expect(await of(harness.open(), 'guest')).toEqual([guest, guest])
    const moderator = {
      kind: 'open',
      role: 'moderator',
      can: ['send', 'reply', 'react', 'edit', 'delete', 'delete_any', 'pin', 'search', 'invite', 'moderate', 'change'],
    }
    expect(await of(harness.open(), 'moderator')).toEqual([moderator, moderator])
  })

  test('[RT4] a moderator’s deletion says so, but of an own message', async () => {
    const { harness, enter } = await room()
    const author = await enter('guest', 'author')
    const { id: other } = await author.send('lobby', 'of another')
    const moderator = await enter('moderator')
    const { id: own } = await moderator.send('lobby', 'mine')
    for (const [i, messageId] of [other, own].entries())
      await moderator.ask({ type: 'delete_message', room: 'lobby', cid: `d${i}`, messageId, reason: 'off topic' })
    await harness.pass(100)
    expect(author.of('message_deleted')).toMatchObject([
      { messageId: other, by: 'moderator', reason: 'off topic' },
      { messageId: own, by: 'author' },
    ])
    const { messages } = await author.ask({ type: 'history', room: 'lobby' })
    expect(messages).toMatchObject([
      { deleted: true, text: '', by: 'moderator' },
      { deleted: true, text: '', by: 'author' },
    ])
  })

  test('[RT5] a token may take its time: what comes behind connect waits, and a socket that goes meanwhile leaves nothing', async () => {
    const held: (() => void)[] = []
    let detached = 0
    const slow: Authenticator = {
      attach: token =>
        new Promise(resolve => {
          const user = { id: token, name: token }
          const identity = { id: 's', user, role: 'guest' } as const
          held.push(() => resolve({ ok: true, identity, detach: () => void detached++ }))
        }),
    }
    const harness = new HubHarness({ authenticator: slow })
    const [patient, gone] = [harness.open(), harness.open()]
    patient.say({ type: 'connect', token: 'ann', rooms: [{ room: 'a' }] })
    patient.say({ type: 'send_message', room: 'a', cid: 'c1', text: 'behind' })
    gone.say({ type: 'connect', token: 'bob', rooms: [{ room: 'a' }] })
    await harness.quiet()
    gone.socket.bye()
    await harness.pass(1_000)
    expect(patient.frames).toEqual([])
    for (const go of held) go()
    await harness.pass(100)
    expect(patient.of('ok')).toMatchObject([
      { ref: 1, user: { id: 'ann' } },
      { ref: 2, seq: 1 },
    ])
    expect(detached).toBe(1)
    expect(harness.hub.stats()).toMatchObject({ connections: 1, users: 1 })
  })
})
