import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ending } from '../../../../sdk/connection/ending.ts'
import {
  type ConnectionEvent,
  type Environment,
  type Machine,
  publicState,
  transition,
} from '../../../../sdk/connection/transition.ts'
import { ChatError } from '../../../../sdk/lib/chat-error.ts'

const env: Environment = { now: 1_000_000, random: 0.5, offline: false, server: 'https://chat.example' }
const lost: Ending = { error: new ChatError('offline', 'Lost.', { retryable: true }), retry: true }
const over: Ending = { error: new ChatError('unauthorized', 'Over.'), retry: false }

function run(events: ConnectionEvent[], from: Machine = { status: 'idle' }, at: Partial<Environment> = {}): Machine {
  return events.reduce((state, event) => transition(state, event, { ...env, ...at })[0], from)
}

const start: ConnectionEvent = { type: 'start' }
const ready: ConnectionEvent = { type: 'ready' }
const lose = (ending: Ending = lost): ConnectionEvent => ({ type: 'lost', ending })

describe('transition', () => {
  test('[CN1] a start opens a socket, a second one does nothing', () => {
    const [state, effects] = transition({ status: 'idle' }, start, env)
    expect(state).toEqual({ status: 'connecting', attempt: 1, resuming: false })
    expect(effects).toEqual([{ type: 'openSocket' }])
    expect(transition(state, start, env)).toEqual([state, []])
  })

  test('[CN2] each failed try waits longer, and a loss after a stable time begins anew', () => {
    const young = run([start, ready, lose()])
    expect(young).toMatchObject({ status: 'waiting', attempt: 2, resuming: true, retryAt: env.now + 1_000 })
    const third = run([{ type: 'alarm' }, lose()], young)
    expect(third).toMatchObject({ attempt: 3, resuming: true, retryAt: env.now + 2_000 })
    const old = run([lose()], run([start, ready]), { now: env.now + 10_000 })
    expect(old).toMatchObject({ attempt: 1, retryAt: env.now + 10_500 })
  })

  test('[CN3] the server says how long to wait, and over how long to spread', () => {
    const after = run([start, ready, lose({ ...lost, retryAfterMs: 5_000 })])
    expect(after).toMatchObject({ retryAt: env.now + 6_000, notBefore: env.now + 5_000 })
    const spread = run([start, ready, lose({ ...lost, retryAfterMs: 5_000, spreadMs: 8_000 })])
    expect(spread).toMatchObject({ retryAt: env.now + 9_000, notBefore: env.now + 9_000 })
  })

  test('[CN3] a page that wakes does not come before the server wants it, a person may', () => {
    const state = run([start, ready, lose({ ...lost, retryAfterMs: 5_000 })])
    expect(run([{ type: 'wake' }], state)).toBe(state)
    expect(run([{ type: 'wake' }], state, { now: env.now + 5_000 }).status).toBe('connecting')
    expect(run([{ type: 'retry' }], state).status).toBe('connecting')
  })

  test('[CN6] an ending that no try can mend closes, and only a start opens again', () => {
    const closed = run([start, lose(over)])
    expect(closed).toEqual({ status: 'closed', error: over.error })
    for (const type of ['alarm', 'retry', 'wake', 'sleep', 'ready'] as const)
      expect(run([{ type }], closed)).toBe(closed)
    expect(run([start], closed)).toEqual({ status: 'connecting', attempt: 1, resuming: false })
  })

  test('[CN9] failing again before ever having been online says what to check, and goes on trying', () => {
    const first = run([start, lose()])
    expect(first).toMatchObject({ status: 'waiting', error: { code: 'offline' } })
    const second = run([{ type: 'alarm' }, lose()], first)
    expect(second).toMatchObject({ status: 'waiting', error: { code: 'server_gone' } })
    expect(second.status === 'waiting' && second.error.message).toContain('https://chat.example')
    const known = run([start, ready, lose(), { type: 'alarm' }, lose(), { type: 'alarm' }, lose()])
    expect(known).toMatchObject({ status: 'waiting', error: { code: 'offline' } })
  })

  test('[CN10] without a network it tries seldom, and at once when the network is back', () => {
    const asleep = run([start, ready, lose()], undefined, { offline: true })
    expect(asleep).toMatchObject({ status: 'waiting', offline: true, retryAt: env.now + 30_000 })
    expect(run([{ type: 'wake' }], asleep).status).toBe('connecting')
    const paused = run([start, lose(), { type: 'sleep' }])
    expect(paused).toMatchObject({ offline: true, retryAt: env.now + 30_000 })
  })

  test('[CN10] the network coming back does not undo what the server asked for', () => {
    const asked = run([start, ready, lose({ ...lost, retryAfterMs: 5_000 })], undefined, { offline: true })
    const [state, effects] = transition(asked, { type: 'wake' }, env)
    expect(state).toMatchObject({ status: 'waiting', offline: false, retryAt: env.now + 5_000 })
    expect(effects).toEqual([{ type: 'wakeAt', at: env.now + 5_000 }])
  })

  test('[CN10] an online connection is probed when the page wakes or the network goes', () => {
    const online = run([start, ready])
    expect(transition(online, { type: 'wake' }, env)).toEqual([online, [{ type: 'probe' }]])
    expect(transition(online, { type: 'sleep' }, env)).toEqual([online, [{ type: 'probe' }]])
  })

  test('[CN1] users of the client see no inner fields', () => {
    expect(publicState(run([start, ready]))).toEqual({ status: 'online' })
    expect(Object.keys(publicState(run([start, lose()]))).sort()).toEqual(
      ['attempt', 'error', 'offline', 'resuming', 'retryAt', 'status'].sort(),
    )
  })
})

describe('any sequence of events', () => {
  const ending = fc.record(
    {
      error: fc.constantFrom(lost.error, over.error),
      retry: fc.boolean(),
      retryAfterMs: fc.nat(60_000),
      spreadMs: fc.nat(60_000),
    },
    { requiredKeys: ['error', 'retry'] },
  )
  const event: fc.Arbitrary<ConnectionEvent> = fc.oneof(
    fc
      .constantFrom(...(['start', 'stop', 'ready', 'alarm', 'retry', 'wake', 'sleep'] as const))
      .map(type => ({ type })),
    ending.map(ending => ({ type: 'lost' as const, ending })),
  )
  const step = fc.record({
    event,
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    offline: fc.boolean(),
    wait: fc.nat(20_000),
  })

  test('[CN1] never has two sockets, never forgets one, and never stands still but idle or closed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        let state: Machine = { status: 'idle' }
        let now = 0
        let sockets = 0
        let alarm: number | undefined
        for (const { event, random, offline, wait } of steps) {
          now += wait
          // what cannot happen: news of a socket that is not there, an alarm that was not set
          if ((event.type === 'ready' || event.type === 'lost') && sockets === 0) continue
          if (event.type === 'alarm') {
            if (alarm === undefined) continue
            now = Math.max(now, alarm)
            alarm = undefined
          }
          if (event.type === 'lost') sockets--
          const [next, effects] = transition(state, event, { now, random, offline, server: 'x' })
          for (const effect of effects) {
            if (effect.type === 'openSocket') sockets++
            if (effect.type === 'closeSocket') sockets--
            if (effect.type === 'wakeAt') alarm = effect.at
            if (effect.type === 'cancelWake') alarm = undefined
            if (effect.type === 'probe') expect(state.status).toBe('online')
          }
          state = next
          expect(sockets).toBe(state.status === 'connecting' || state.status === 'online' ? 1 : 0)
          expect(alarm !== undefined).toBe(state.status === 'waiting')
          if (state.status === 'waiting') {
            expect(alarm).toBe(state.retryAt)
            expect(state.retryAt - now).toBeLessThanOrEqual(60_000 + 60_000 + 30_000)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
