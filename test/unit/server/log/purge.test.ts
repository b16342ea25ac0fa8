import { describe, expect, test } from 'vitest'
import { Purge } from '../../../../server/log/purge.ts'
import type { Purged } from '../../../../server/ports/store.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

function purging(...answers: Purged[]) {
  const clock = new VirtualClock(0)
  const at: number[] = []
  const warned: string[] = []
  const log = { debug() {}, info() {}, error() {}, warn: (_: object, text: string) => void warned.push(text) }
  let meanwhile = () => {}
  const purge = new Purge(
    async () => {
      at.push(clock.now())
      meanwhile()
      meanwhile = () => {}
      return answers.shift() ?? 'done'
    },
    clock,
    log,
  )
  return {
    clock,
    at,
    warned,
    purge,
    during: (act: () => void) => {
      meanwhile = act
    },
  }
}

describe('what was deleted is purged', () => {
  test('[ST155] soon, once for deletions that come together, and never without one', async () => {
    const { clock, at, purge } = purging()
    await clock.run(60_000)
    expect(at).toEqual([])
    purge.due()
    await clock.run(1_000)
    purge.due()
    await clock.run(60_000)
    expect(at).toEqual([64_000])
  })

  test('[ST155] part by part, and once more for what was deleted meanwhile', async () => {
    const { clock, at, purge, during } = purging('more', 'more', 'done')
    purge.due()
    during(() => purge.due())
    await clock.run(60_000)
    expect(at).toEqual([4_000, 4_020, 4_040, 8_040])
  })

  test('[ST155] again when somebody reads, with a word once that lasts; not after the end', async () => {
    const { clock, at, purge, warned } = purging(...Array<Purged>(8).fill('blocked'))
    purge.due()
    await clock.run(7_500)
    expect([at.length, warned]).toEqual([4, []])
    await clock.run(10_000)
    expect([at.length, warned.length]).toEqual([9, 1])
    purge.due()
    purge.stop()
    await clock.run(60_000)
    expect([at.length, clock.pending]).toEqual([9, 0])
  })
})
