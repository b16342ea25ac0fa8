import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NewMessageEvent } from '../../../../sdk/protocol/events.ts'
import { systemRandom } from '../../../../server/adapters/process/system-random.ts'
import { DurableLog } from '../../../../server/log/durable-log.ts'
import { LogUnavailable, type RoomNews } from '../../../../server/ports/room-log.ts'
import type { DirectoryHints, RoomHints } from '../../../../server/ports/shared-feed.ts'
import type { Store } from '../../../../server/ports/store.ts'
import { SILENT } from '../../../support/silent-log.ts'
import { settle, VirtualClock } from '../../../support/virtual-clock.ts'

const message = (seq: number, epoch: string): NewMessageEvent => ({
  type: 'new_message',
  room: 'r',
  seq,
  id: `${epoch} ${seq}`,
  cid: `c${seq}`,
  user: { id: 'g:u', name: 'u' },
  text: `text ${seq}`,
  sentAt: seq,
})

/** One room of a store that others write to, what is heard of it, and a log that follows it. */
function shared(latencyMs = 0) {
  const clock = new VirtualClock()
  const state = { epoch: 'e1', events: [] as NewMessageEvent[], down: false, deaf: false, current: true, isLost: true }
  const hints = new Set<RoomHints>()
  const directory = new Set<DirectoryHints>()
  const asked: string[] = []
  const up = async <T>(what: string, answer: () => T): Promise<T> => {
    asked.push(what)
    const isDown = state.down
    const answered = isDown ? undefined : answer()
    if (latencyMs > 0) await new Promise<void>(resolve => clock.after(latencyMs, resolve))
    if (isDown) throw new LogUnavailable('It is down.')
    return answered as T
  }
  const head = () => ({ epoch: state.epoch, seq: state.events.length })
  const store = {
    shared: {
      laneOf: () => '',
      feed: {
        room(_room: string, heard: RoomHints) {
          hints.add(heard)
          return () => hints.delete(heard)
        },
        directory(heard: DirectoryHints) {
          directory.add(heard)
          return () => directory.delete(heard)
        },
        get current() {
          return state.current
        },
      },
    },
    head: () => up('head', head),
    recent: () => up('recent', () => ({ head: head(), first: 1, events: state.events.slice(-5), pins: [] })),
    resume: (_room: string, from: { epoch: string; seq: number }) =>
      up('resume', () => {
        const known = from.epoch === state.epoch && from.seq <= state.events.length
        return { head: head(), events: known ? state.events.slice(from.seq) : undefined }
      }),
    page: () => up('page', () => ({ head: head(), messages: [], more: false, newer: false })),
    full: () => up('full', () => false),
    trim: () => up('trim', () => ({ rooms: [], more: false })),
    close: async () => {},
  } as unknown as Store
  const log = new DurableLog({ store, clock, random: systemRandom, log: SILENT, onFault: () => {} })
  const news: RoomNews[] = []
  return {
    clock,
    state,
    log,
    news,
    asked,
    directory,
    hints,
    follow: () => log.subscribe('r', each => news.push(each)),
    live() {
      state.isLost = false
      for (const each of [...hints]) each.live()
    },
    lost() {
      state.isLost = true
      for (const each of [...hints]) each.lost()
    },
    commit(count = 1, isHeard = !state.deaf && !state.isLost) {
      const events = Array.from({ length: count }, (_, n) => message(state.events.length + n + 1, state.epoch))
      state.events.push(...events)
      if (isHeard) for (const each of hints) each.told(state.epoch, events)
    },
    told: () => news.map(each => (each.type === 'reset' ? `reset ${each.head.seq}` : each.seq)),
  }
}

describe('a store that others write to', () => {
  test('[RE150] what others commit is told once and in order, and what was missed is read', async () => {
    const world = shared()
    world.follow()
    world.commit(3)
    world.live()
    await settle()
    expect(await world.log.head('r')).toEqual({ epoch: 'e1', seq: 3 })
    world.commit(2)
    world.commit(1, false)
    world.commit(1)
    await settle()
    for (const each of world.hints) each.told('e1', world.state.events.slice(0, 5))
    world.commit(1)
    expect(world.told()).toEqual([4, 5, 6, 7, 8])
  })

  test('[RE151] a room that nobody here follows is asked for at the store, and no hint of it is wanted', async () => {
    const world = shared()
    world.commit(2)
    expect(await world.log.head('r')).toEqual({ epoch: 'e1', seq: 2 })
    expect(await world.log.page('r', { limit: 5, maxBytes: 1e6 })).toMatchObject({ head: { seq: 2 } })
    expect(world.hints.size).toBe(0)
    const stop = world.follow()
    expect(world.hints.size).toBe(1)
    stop()
    await world.clock.run(31_000)
    expect(world.hints.size).toBe(0)
  })

  test('[RE152] whoever was lost reads what it missed when it is heard again, and what is another epoch begins anew', async () => {
    const world = shared()
    world.follow()
    world.live()
    await settle()
    world.commit(2)
    world.lost()
    world.commit(2, false)
    world.live()
    await settle()
    expect(world.told()).toEqual([1, 2, 3, 4])
    world.lost()
    world.state.epoch = 'e2'
    world.state.events.length = 3
    world.live()
    await settle()
    world.commit(1)
    expect(world.told().slice(4)).toEqual(['reset 3', 4])
  })

  test('[RE231] what is heard while a node is not sure that it hears all is read soon, also where nobody looked meanwhile', async () => {
    const world = shared()
    world.follow()
    world.live()
    await settle()
    await world.clock.run(300)
    world.state.current = false
    world.commit()
    world.state.current = true
    expect(world.told()).toEqual([])
    await expect(world.log.head('r')).rejects.toThrow(LogUnavailable)
    await world.clock.run(600)
    expect(world.told()).toEqual([1])
    expect(await world.log.head('r')).toEqual({ epoch: 'e1', seq: 1 })
  })

  test('[RE153] a hint that is lost without a sign is found within 11 s, though nothing more is said', async () => {
    const world = shared()
    world.follow()
    world.live()
    await settle()
    world.commit(2, false)
    await world.clock.run(11_000)
    expect(world.told()).toEqual([1, 2])
  })

  test('[RE158] who reacted is told by what follows a message that is told late, as to those who were there', async () => {
    const world = shared()
    world.follow()
    world.live()
    await settle()
    world.commit(1)
    world.lost()
    const user = { id: 'g:u', name: 'u' }
    const reactions = [{ emoji: '👍', count: 1, users: [user] }]
    world.state.events.push({ ...message(2, 'e1'), rev: 3, reactions })
    world.state.events.push({ ...message(3, 'e1'), rev: 3 })
    world.live()
    await settle()
    expect(world.told()).toEqual([1, 2, 3])
    expect(world.news[1]).toEqual(message(2, 'e1'))
    expect(world.news[2]).toHaveProperty('rev', 3)
  })

  test('[RE149] who comes from another node and knows more is told what the store says, and the room reads what it missed', async () => {
    const world = shared()
    world.follow()
    world.live()
    await settle()
    world.commit(2)
    world.commit(1, false)
    const ahead = await world.log.resume('r', { epoch: 'e1', seq: 3 }, 10)
    expect(ahead).toEqual({ head: { epoch: 'e1', seq: 3 }, events: [] })
    await settle()
    expect(world.told()).toEqual([1, 2, 3])
    const asked = world.asked.length
    // a position that nobody can have makes nobody wait
    expect(await world.log.resume('r', { epoch: 'e1', seq: 30 }, 10)).toMatchObject({ head: { seq: 3 } })
    expect(await world.log.resume('r', { epoch: 'e1', seq: 2 }, 10)).toMatchObject({ events: [{ seq: 3 }] })
    expect(world.asked.slice(asked)).toEqual(['resume'])
  })

  test('[RE159] whoever waits for a room when the log is closed is told so, and nothing is left to be done', async () => {
    const world = shared()
    world.follow()
    world.lost()
    const waits = expect(world.log.head('r')).rejects.toThrow(LogUnavailable)
    await settle()
    await world.log.close()
    await waits
    expect(world.clock.pending).toBe(0)
  })

  test('[RE159] a comparison that is under way ends with the log', async () => {
    const world = shared(20)
    world.follow()
    world.live()
    for (let ms = 0; ms < 11_000 && !world.asked.includes('head'); ms += 50) await world.clock.run(50)
    await world.clock.run(50)
    expect(world.asked).toContain('head')
    await world.log.close()
    expect(world.clock.pending).toBe(0)
  })

  test('[RE154] while others are not heard nothing is read or taken, and the directory is asked anew behind it', async () => {
    const world = shared()
    world.follow()
    world.live()
    await settle()
    const missed: string[] = []
    world.log.directory.watchRoom('r', each => missed.push(each.type))
    world.state.current = false
    await expect(world.log.head('r')).rejects.toThrow(LogUnavailable)
    await expect(world.log.page('other', { limit: 1, maxBytes: 1 })).rejects.toThrow(LogUnavailable)
    const draft = { room: 'r', user: { id: 'g:u', name: 'u' }, cid: 'c' }
    await expect(world.log.append({ ...draft, content: { kind: 'new_message', text: 'x' } })).rejects.toThrow(
      LogUnavailable,
    )
    expect(world.log.ready()).toBe(false)
    // what is heard by chance is not told before the rights are known
    await world.clock.run(300)
    world.commit(1)
    await settle()
    expect(world.told()).toEqual([])
    world.state.current = true
    await world.clock.run(1_000)
    expect(missed).toEqual(['reset'])
    expect(world.told()).toEqual([1])
    expect(await world.log.head('r')).toMatchObject({ seq: 1 })
  })

  test.each([300, 100])(
    '[RE160] behind %i ms in which it did not hear of others a node says nothing of before',
    async ms => {
      const world = shared()
      world.follow()
      world.live()
      await settle()
      expect(await world.log.head('r')).toMatchObject({ seq: 0 })
      await world.clock.run(10)
      world.state.current = false
      await world.clock.run(ms - 10)
      world.commit(1)
      world.state.current = true
      const heads: number[] = []
      for (let waited = 0; waited < 600; waited += 10) {
        void world.log.head('r').then(
          ({ seq }) => heads.push(seq),
          () => {},
        )
        await world.clock.run(10)
      }
      expect(new Set(heads)).toEqual(new Set([1]))
      expect(world.told()).toEqual([1])
    },
  )

  test('[RE155] a store that does not answer is asked again, less and less often, and who waits hears no later than in 2 s', async () => {
    const world = shared()
    world.state.down = true
    world.follow()
    world.live()
    const read = world.log.head('r').catch(error => error)
    await world.clock.run(2_100)
    expect(await read).toBeInstanceOf(LogUnavailable)
    expect(world.asked.filter(what => what === 'recent').length).toBeLessThan(6)
    world.commit(1)
    world.state.down = false
    await world.clock.run(2_100)
    expect(await world.log.head('r')).toMatchObject({ seq: 1 })
    world.commit(1)
    expect(world.told().at(-1)).toBe(2)
  })

  test('[RE156] whatever is lost, late, twice or gone: in the end everybody stands where the store does, in order', async () => {
    const act = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ type: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 3 }) }),
      },
      { weight: 8, arbitrary: fc.constant({ type: 'moment' as const, count: 0 }) },
      fc
        .constantFrom(
          ...(['deaf', 'lost', 'live', 'down', 'cut', 'restart', 'again', 'tail', 'wait', 'moment'] as const),
        )
        .map(type => ({ type, count: 0 })),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 30, 700),
        fc.array(act, { minLength: 20, maxLength: 80, size: 'max' }),
        async (latencyMs, acts) => {
          const world = shared(latencyMs)
          world.follow()
          world.live()
          for (const { type, count } of acts) {
            const { state } = world
            if (type === 'commit') world.commit(count)
            else if (type === 'deaf') state.deaf = !state.deaf
            else if (type === 'down') state.down = !state.down
            else if (type === 'cut') state.current = !state.current
            else if (type === 'again' && !state.isLost)
              for (const each of world.hints) each.told(state.epoch, state.events.slice(-4))
            else if (type === 'restart') {
              state.epoch = `e${Number(state.epoch.slice(1)) + 1}`
              world.lost()
            } else if (type === 'tail') {
              state.epoch = `e${Number(state.epoch.slice(1)) + 1}`
              state.events.length = Math.max(0, state.events.length - 2)
              world.lost()
            } else if (type === 'wait') await world.clock.run(400)
            else if (type === 'moment') await world.clock.run(40)
            else if (type === 'live' || type === 'lost') world[type]()
          }
          // what is read now is done before the rooms are compared with the store
          Object.assign(world.state, { down: false, deaf: false, current: true })
          if (world.state.isLost) world.live()
          await world.clock.run(4_500)
          world.commit(1)
          await world.clock.run(800)
          let last: number | undefined
          let since: RoomNews[] = []
          for (const each of world.news) {
            if (each.type === 'reset') {
              last = each.head.seq
              since = []
            } else {
              since.push(each)
              if (last !== undefined) expect(each.seq).toBe(last + 1)
              last = each.seq
            }
          }
          expect(last).toBe(world.state.events.length)
          expect(since).toEqual(world.state.events.slice(world.state.events.length - since.length))
          const head = world.log.head('r')
          await world.clock.run(1_500)
          expect(await head).toEqual({ epoch: world.state.epoch, seq: world.state.events.length })
          await world.log.close()
          expect(world.hints.size).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })
})
