import { describe, expect, test } from 'vitest'
import { HeldLog } from '../../../../support/held-log.ts'
import type { HarnessClient } from '../../../../support/hub-harness.ts'
import { PeopleHarness } from '../../../../support/people-harness.ts'

const HOUR = 3_600_000
const ADDRESS = '192.0.2.9'

const WHO = ['a:ann', 'g:bob'] as const
const LAID = ['muted', 'banned', 'kicked', 'banned everywhere', 'muted everywhere', 'by address', 'demoted'] as const
const STATES = [
  'two tabs',
  'back with a position',
  'in the midst of a join',
  'in the midst of a resume',
  'with requests on their way',
  'renewed',
  'without a socket',
  'expired just now',
  'lifted just now',
] as const
type Cell = { who: (typeof WHO)[number]; laid: (typeof LAID)[number]; state: (typeof STATES)[number] }

/** What nothing can come of: guests have no place to lose, accounts no address; a demotion has no end. */
function isThere({ who, laid, state }: Cell): boolean {
  if (laid === 'demoted') return who === 'a:ann' && state !== 'expired just now' && state !== 'lifted just now'
  return laid !== 'by address' || who === 'g:bob'
}

const CELLS = WHO.flatMap(who => LAID.flatMap(laid => STATES.map(state => ({ who, laid, state })))).filter(isThere)

async function world({ who, laid }: Cell) {
  let log = undefined as unknown as HeldLog
  const harness = new PeopleHarness({ wrapLog: inner => (log = new HeldLog(inner)) })
  await harness.accounts('a:own', 'a:ann')
  const role = laid === 'demoted' ? 'moderator' : 'member'
  await harness.room('tea', {}, { 'a:own': 'owner', 'a:ann': role })
  const enter = async (from?: object, open = true) => {
    const client = harness.open({ address: ADDRESS })
    const rooms = [{ room: 'tea', ...from }]
    const ref = client.say({ type: 'connect', token: who, rooms, accepts: ['held'] })
    await harness.quiet()
    if (open) client.clear()
    return Object.assign(client, { ref })
  }
  const first = await enter()
  const other = await harness.as('a:own', 'tea')
  const { id: mine } = await first.send('tea', 'mine', 'mine')
  const { id: theirs } = await other.send('tea', 'theirs', 'theirs')
  const { epoch } = await other.ask({ type: 'history', room: 'tea' })
  await harness.pass(100)
  const sanction = {
    muted: { kind: 'mute' },
    banned: { kind: 'ban' },
    kicked: { kind: 'kick' },
    'banned everywhere': { kind: 'ban', everywhere: true },
    'muted everywhere': { kind: 'mute', everywhere: true },
    'by address': { kind: 'ban', address: true },
    demoted: undefined,
  } as const
  const what = sanction[laid]
  const lay = async () => {
    const request = what
      ? { type: 'sanction', room: 'tea', cid: 'lay', user: who, forMs: HOUR, ...what }
      : { type: 'set_role', room: 'tea', cid: 'lay', user: who, role: 'member' }
    const answer = await harness.perform('a:root=admin', request as never)
    expect(answer, JSON.stringify(answer)).not.toHaveProperty('code')
  }
  const lift = async () => {
    const everywhere = what && 'everywhere' in what ? { everywhere: true } : {}
    const request = { type: 'lift', room: 'tea', cid: 'lift', user: who, kind: what?.kind, ...everywhere }
    expect(await harness.perform('a:root=admin', request as never)).toEqual({})
  }
  return { harness, log, enter, first, other, mine, theirs, position: { epoch, seq: 1 }, lay, lift }
}

type World = Awaited<ReturnType<typeof world>>

let cids = 0
/** By what it is, and whether it is writing, reading, or keeping order. */
const requests = ({ mine, theirs, position }: World) => {
  const room = 'tea'
  const cid = () => `op${++cids}`
  return [
    ['write', { type: 'send_message', room, cid: cid(), text: 'hi' }],
    ['write', { type: 'send_message', room, cid: cid(), text: 'hi', replyTo: theirs }],
    ['write', { type: 'edit_message', room, cid: cid(), messageId: mine, text: 'changed' }],
    ['write', { type: 'react', room, cid: cid(), messageId: theirs, emoji: '👍', on: true }],
    ['write', { type: 'typing', room, active: true }],
    ['order', { type: 'pin_message', room, cid: cid(), messageId: theirs, on: true }],
    ['order', { type: 'delete_message', room, cid: cid(), messageId: theirs }],
    ['order', { type: 'reports', room }],
    ['order', { type: 'change_room', room, cid: cid(), topic: `${cids}` }],
    ['read', { type: 'history', room }],
    ['read', { type: 'history', room, ids: [theirs] }],
    ['read', { type: 'changes', room, epoch: position.epoch, since: 0, from: 1, to: 9 }],
    ['read', { type: 'search', room, query: 'hi' }],
    ['read', { type: 'users', room }],
    ['own', { type: 'delete_message', room, cid: cid(), messageId: mine }],
  ] as const
}

/** Whether it is allowed while this is laid on them: written down apart from the policy. */
function mayDo(laid: Cell['laid'], what: 'write' | 'read' | 'order' | 'own'): boolean {
  if (what === 'order') return false
  if (laid === 'demoted') return true
  if (laid.startsWith('muted')) return what === 'read' || what === 'own'
  return false
}

const isOut = (laid: Cell['laid']) => !laid.startsWith('muted') && laid !== 'demoted'
const shows = (client: HarnessClient) =>
  client.frames.filter(frame => 'text' in frame || 'messages' in frame || 'events' in frame || 'presence' in frame)

/** Asks everything, and says whether each was allowed as the table has it. */
async function askAll(
  all: World,
  laid: Cell['laid'] | undefined,
  ask: (request: object) => Promise<{ code?: string }>,
) {
  for (const [what, request] of requests(all)) {
    const { code } = await ask(request)
    const wanted = laid === undefined ? what !== 'order' : mayDo(laid, what)
    // a message that was deleted in the round before was looked for, and is gone
    const asked = code === undefined || code === 'not_found'
    expect([request.type, what, asked], code).toEqual([request.type, what, wanted])
  }
}

async function lookAt(cell: Cell): Promise<void> {
  const { who, laid, state } = cell
  const all = await world(cell)
  const { harness, log, enter, first, other, position, lay, lift } = all
  const overSocket = (client: HarnessClient) => (request: object) => client.ask(request as never) as never
  const isClosed = laid === 'banned everywhere'
  /** A connection that came after it. */
  const late = async (from?: object) => {
    const client = await enter(from, false)
    if (isClosed) {
      expect(client.socket.ended?.code).toBe(4502)
      expect(shows(client)).toEqual([])
      return undefined
    }
    const [connected] = client.of('ok') as unknown as { rooms: { error?: { code: string } }[] }[]
    expect(connected?.rooms[0]?.error?.code).toBe(isOut(laid) ? 'banned' : undefined)
    if (isOut(laid)) expect(shows(client)).toEqual([])
    return client
  }
  switch (state) {
    case 'two tabs': {
      const second = await enter()
      await lay()
      for (const client of [first, second]) {
        if (isClosed) expect(client.socket.ended?.code).toBe(4502)
        else await askAll(all, laid, overSocket(client))
        client.clear()
      }
      await other.send('tea', 'later', 'later')
      await harness.pass(1_000)
      for (const client of [first, second])
        if (!isClosed)
          expect(client.of('new_message').filter(({ text }) => text === 'later').length, 'what is told later').toBe(
            isOut(laid) ? 0 : 1,
          )
      break
    }
    case 'back with a position': {
      first.socket.cut()
      await lay()
      const client = await late(position)
      if (client) await askAll(all, laid, overSocket(client))
      break
    }
    case 'in the midst of a join':
    case 'in the midst of a resume': {
      log.hold('page', 'resume')
      const client = await enter(state === 'in the midst of a resume' ? position : undefined, false)
      const asking = lay()
      await harness.quiet()
      log.release('page')
      log.release('resume')
      await asking
      await harness.pass(100)
      if (isClosed) expect(client.socket.ended?.code).toBe(4502)
      if (isOut(laid)) expect(shows(client)).toEqual([])
      if (!isClosed) await askAll(all, laid, overSocket(client))
      break
    }
    case 'with requests on their way': {
      log.hold('page')
      const refs = [0, 1].map(() => first.say({ type: 'history', room: 'tea' }))
      await harness.quiet()
      first.say({ type: 'send_message', room: 'tea', cid: 'late', text: 'late' })
      // what keeps order reads who wrote here
      const asking = lay()
      await harness.quiet()
      log.release('page')
      await asking
      await harness.pass(100)
      const answered = first.frames.filter(frame => 'ref' in frame && refs.includes(frame.ref as number))
      if (isOut(laid)) expect(answered.filter(({ type }) => type === 'ok')).toEqual([])
      if (!isClosed) await askAll(all, laid, overSocket(first))
      break
    }
    case 'renewed': {
      await lay()
      if (isClosed) break
      const client = isOut(laid) ? first : await enter()
      await client.ask({ type: 'token', token: who })
      await askAll(all, laid, overSocket(client))
      break
    }
    case 'without a socket': {
      await lay()
      if (who === 'g:bob' || isClosed) break
      await askAll(all, laid, async request =>
        (request as { type: string }).type === 'typing' && mayDo(laid, 'write')
          ? {}
          : harness.perform(who, request as never),
      )
      break
    }
    case 'expired just now':
    case 'lifted just now': {
      await lay()
      if (state === 'lifted just now') await lift()
      else {
        await harness.pass(HOUR - 1)
        if (!isOut(laid)) await askAll(all, laid, overSocket(first))
        await harness.pass(1)
      }
      if (!isOut(laid)) await askAll(all, undefined, overSocket(first))
      const client = await enter(position, false)
      const [connected] = client.of('ok') as unknown as { rooms: { error?: object }[] }[]
      expect(connected?.rooms[0]?.error).toBeUndefined()
      await askAll(all, undefined, overSocket(client))
    }
  }
}

describe('whoever was sanctioned, in every state', () => {
  test.each(CELLS)('[MD129] $who, $laid, $state', lookAt)
})
