import { expect, test } from 'vitest'
import { Trimmer } from '../../../../server/log/trimmer.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

test('[RE161] a store that is away while old messages are given up is no error of the server; anything else is', async () => {
  const clock = new VirtualClock()
  const lines: string[] = []
  const add = (level: string) => () => lines.push(level)
  const errors = [new LogUnavailable('It is away.'), new Error('Something else.')]
  const trimmer = new Trimmer({
    trim: async () => {
      throw errors.shift() ?? new LogUnavailable('It is away.')
    },
    trimmed() {},
    told() {},
    erased() {},
    clock,
    log: { debug: add('debug'), info: add('info'), warn: add('warn'), error: add('error') },
  })
  await clock.run(65_000)
  trimmer.stop()
  expect(lines).toEqual(['warn', 'error'])
})
