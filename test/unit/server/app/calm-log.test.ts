import { expect, test } from 'vitest'
import { calmLog } from '../../../../server/app/calm-log.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

test('[RE161] a store that is away is told once a minute by each that needs it, and how often it was not told', async () => {
  const clock = new VirtualClock()
  const lines: object[] = []
  const add = (fields: object, message: string) => lines.push({ ...fields, message })
  const log = calmLog({ debug: add, info: add, warn: add, error: add }, clock)
  const away = { err: new LogUnavailable('It is away.') }
  const other = { err: new Error('Something else.') }
  for (let at = 0; at < 1_000; at++) {
    log.warn(away, 'one')
    log.error(away, 'two')
  }
  log.warn(other, 'one')
  log.warn(other, 'one')
  log.info({}, 'three')
  expect(lines).toEqual([
    { ...away, message: 'one' },
    { ...away, message: 'two' },
    { ...other, message: 'one' },
    { ...other, message: 'one' },
    { message: 'three' },
  ])
  await clock.run(61_000)
  log.warn(away, 'one')
  expect(lines.at(-1)).toEqual({ ...away, untold: 999, message: 'one' })
})
