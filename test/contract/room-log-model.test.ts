import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { type CertainLog, certain, draftOf, ofEvents, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { until } from '../support/server-kit/until.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

/** One room as simply as it can be written. */
class ModelRoom {
  readonly events: { cid: string; userId: string; text: string }[] = []

  append(userId: string, cid: string, text: string): { seq: number; duplicate: boolean } {
    const known = this.events.findIndex(event => event.cid === cid && event.userId === userId)
    if (known >= 0) return { seq: known + 1, duplicate: true }
    this.events.push({ cid, userId, text })
    return { seq: this.events.length, duplicate: false }
  }
}

class Real {
  readonly subscribers: { room: string; after: number; until: number; got: DurableEvent[]; stop: () => void }[] = []
  readonly log: CertainLog

  constructor(log: CertainLog) {
    this.log = log
  }
}

type Model = Map<string, ModelRoom>
type Step = fc.AsyncCommand<Model, Real>

const roomOf = (model: Model, name: string): ModelRoom => {
  const room = model.get(name) ?? new ModelRoom()
  model.set(name, room)
  return room
}

const step = (text: string, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  run,
  toString: () => text,
})

const room = fc.constantFrom('a', 'b', 'c')
const user = fc.constantFrom('u1', 'u2')
const cid = fc.constantFrom(...'abcdefghij')
const seq = fc.integer({ min: 0, max: 30 })

const steps = [
  fc.tuple(room, user, cid, fc.string()).map(([name, userId, id, text]) =>
    step(`append(${name}, ${userId}, ${id})`, async (model, { log }) => {
      const expected = roomOf(model, name).append(userId, id, text)
      expect(await log.append(draftOf(name, id, userId, text))).toMatchObject(expected)
    }),
  ),
  fc.tuple(room, seq, seq).map(([name, from, limit]) =>
    step(`resume(${name}, ${from}, ${limit})`, async (model, { log }) => {
      const { events } = roomOf(model, name)
      const { epoch } = await log.head(name)
      const resumed = await log.resume(name, { epoch, seq: from }, limit)
      const possible = from <= events.length && events.length - from <= limit
      expect(resumed.head).toEqual({ epoch, seq: events.length })
      expect(resumed.events?.map(event => event.cid)).toEqual(
        possible ? events.slice(from).map(event => event.cid) : undefined,
      )
    }),
  ),
  fc.tuple(room, fc.option(seq, { nil: undefined }), fc.integer({ min: 1, max: 30 })).map(([name, before, limit]) =>
    step(`page(${name}, ${before}, ${limit})`, async (model, { log }) => {
      const { events } = roomOf(model, name)
      const older = events.slice(0, before === undefined ? undefined : Math.max(0, before - 1))
      const page = await log.page(name, { before, limit, maxBytes: 1_000_000 })
      expect(page.messages.map(message => message.text)).toEqual(older.slice(-limit).map(event => event.text))
      expect(page.more).toBe(older.length > limit)
    }),
  ),
  room.map(name =>
    step(`subscribe(${name})`, async (model, { log, subscribers }) => {
      const got: DurableEvent[] = []
      const stop = log.subscribe(
        name,
        ofEvents(event => got.push(event)),
      )
      subscribers.push({ room: name, after: roomOf(model, name).events.length, until: Infinity, got, stop })
    }),
  ),
  fc.nat().map(index =>
    step(`stop(${index})`, async (model, { subscribers }) => {
      const one = subscribers[index % Math.max(1, subscribers.length)]
      if (!one || one.until < Infinity) return
      const last = roomOf(model, one.room).events.length
      await until('what it is owed', () => one.got.length === last - one.after)
      one.until = last
      one.stop()
    }),
  ),
]

describe.for(ROOM_LOGS)('the room log in $name and a model of it', ({ open, runs }) => {
  test('[MS13] whatever is called in whatever order, both say the same', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 60 }), async commands => {
        const real = new Real(certain(await open({ clock: new VirtualClock() })))
        const model: Model = new Map()
        await fc.asyncModelRun(() => ({ model, real }), commands)
        for (const { room: name, after, until: last, got } of real.subscribers) {
          const expected = roomOf(model, name).events.slice(after, last)
          await until('every delivery', () => got.length >= expected.length)
          expect(got.map(event => event.cid)).toEqual(expected.map(event => event.cid))
          expect(got.map(event => event.seq)).toEqual(expected.map((_, i) => after + i + 1))
        }
        await real.log.close()
      }),
      { numRuns: runs },
    )
  })
})
