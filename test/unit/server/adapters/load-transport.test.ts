import { describe, expect, test } from 'vitest'
import { loadTransport } from '../../../../server/adapters/load-transport.ts'
import { systemClock } from '../../../../server/adapters/process/system-clock.ts'
import { SETUP, TRANSPORTS } from '../../../support/server-kit/transports.ts'

const setup = { ...SETUP, clock: systemClock, onFault: () => {} }
const failing = (message: string) => () => Promise.reject(new Error(message))

describe('choosing a transport', () => {
  test('[TR51] `ws` is taken when asked for, without a reason', async () => {
    const { transport, fallback } = await loadTransport('ws', setup, failing('never asked'))
    expect([transport.name, fallback]).toEqual(['ws', undefined])
  })

  test.skipIf(!TRANSPORTS.every(({ runs }) => runs))('[TR51] `auto` takes uWebSockets.js where it loads', async () => {
    const { transport, fallback } = await loadTransport('auto', setup)
    expect([transport.name, fallback]).toEqual(['uws', undefined])
  })

  test.for([
    ["Cannot find package 'uWebSockets.js' imported from /x", 'uWebSockets.js is not installed.'],
    [
      "This version of uWS.js supports only ...\n\nError: libm.so.6: version `GLIBC_2.38' not found (required by x)",
      'uWebSockets.js needs glibc 2.38 or newer, which this system does not have.',
    ],
    [
      "This version of uWS.js supports only Node.js versions 16\n\nError: Cannot find module './uws_linux_x64_147.node'",
      `uWebSockets.js has no build for Node ${process.versions.node} on ${process.platform}-${process.arch}.`,
    ],
    ['something else\nat more length', 'uWebSockets.js does not load: something else.'],
  ] as const)(
    '[TR52] where it does not load, `auto` takes ws and says why; `uws` says what to do (%s)',
    async ([error, why]) => {
      const { transport, fallback } = await loadTransport('auto', setup, failing(error))
      expect([transport.name, fallback]).toEqual(['ws', `${why} The transport ws serves.`])
      await expect(loadTransport('uws', setup, failing(error))).rejects.toThrow(`${why} Install a build`)
    },
  )
})
