import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import { Part } from '../../../../../sdk/widget/parts/part.ts'
import { settle, VirtualClock } from '../../../../support/virtual-clock.ts'

const FILE = { does: 'something' }
/** Only what is said of a failure names it: without the build's loader nothing else is tried. */
const server = () => 'http://127.0.0.1:9'
let names = 0
let clock: VirtualClock
let changed = vi.fn(() => {})
beforeEach(() => {
  clock = new VirtualClock()
  changed = vi.fn(() => {})
  names++
})

const part = (beside: () => Promise<typeof FILE>) =>
  new Part({ name: `part-${names}.mjs`, beside, clock, server, changed })

describe('a part', () => {
  test('[WG142] is loaded once, when it is wanted, and is then there for all elements of the page', async () => {
    const beside = vi.fn(async () => FILE)
    const one = part(beside)
    expect([one.file, beside.mock.calls.length]).toEqual([undefined, 0])
    one.load()
    one.load()
    await settle()
    expect([one.file, changed.mock.calls.length, beside.mock.calls.length]).toEqual([FILE, 1, 1])
    const other = part(beside)
    other.load()
    expect([other.file, beside.mock.calls.length]).toEqual([FILE, 1])
  })

  test('[WG142] that cannot be loaded says so and is tried again', async () => {
    let there = false
    const beside = vi.fn(async () => {
      if (!there) throw new TypeError('no such file')
      return FILE
    })
    const one = part(beside)
    one.load()
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1))
    expect(one.error).toBeInstanceOf(ChatError)
    expect(one.error).toMatchObject({ code: 'network', message: expect.stringContaining(`part-${names}.mjs`) })
    there = true
    clock.advance(4_000)
    await settle()
    expect([one.file, one.error, beside.mock.calls.length]).toEqual([FILE, undefined, 2])
  })

  test('[WG142] that nobody wants any more is not tried again, and tells nobody', async () => {
    const beside = vi.fn(async (): Promise<typeof FILE> => {
      throw new TypeError('no such file')
    })
    const one = part(beside)
    one.load()
    await vi.waitFor(() => expect(one.error).toBeDefined())
    one.stop()
    changed.mockClear()
    clock.advance(60_000)
    await settle()
    one.load()
    expect([changed.mock.calls.length, beside.mock.calls.length]).toEqual([0, 1])
  })
})
