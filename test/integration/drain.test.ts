import { describe, expect, test } from 'vitest'
import { systemClock } from '../../server/adapters/process/system-clock.ts'
import { systemRandom } from '../../server/adapters/process/system-random.ts'
import { memoryLog } from '../../server/open-log.ts'
import { ask, askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { SILENT } from '../support/silent-log.ts'
import { spawnServer } from '../support/spawn-server.ts'
import { startServer } from '../support/start-server.ts'

const logOf = ({ stderr }: { stderr: string }) =>
  stderr
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

describe.each(['uws', 'ws'] as const)('stopping over %s', transport => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '[OP9] %s tells every socket 4001 and ends with status 0 within 10 s',
    async signal => {
      const server = await spawnServer(['--transport', transport])
      const sockets = await Promise.all(
        ['Ana', 'Bob', 'Cleo'].map(async name => {
          const { token } = (await askLogin(server.url, name)).json
          const socket = await openSocket(server.wsUrl)
          socket.send({ type: 'connect', ref: 1, token, rooms: [{ room: 'lobby' }] })
          await socket.next(frame => frame.ref === 1)
          return socket
        }),
      )
      const silent = await openSocket(server.wsUrl)
      const started = performance.now()
      const exit = await server.stop(signal)
      expect(performance.now() - started).toBeLessThan(10_000)
      expect([exit.code, exit.signal]).toEqual([0, null])
      const [stopping, stopped] = logOf(exit).slice(-2)
      expect(stopping).toMatchObject({ msg: 'stopping', signal })
      expect(stopped).toMatchObject({ msg: 'stopped', signal, sockets: 4 })
      expect(stopped.tookMs).toBeLessThan(10_000)
      expect(stopped.upS * 1_000).toBeGreaterThanOrEqual(stopped.tookMs - 1_000)
      for (const socket of [...sockets, silent]) {
        expect(await socket.closed).toMatchObject({ code: 4001 })
        expect(socket.received.at(-1)).toMatchObject({ type: 'disconnect', code: 4001, retryable: true })
      }
    },
  )

  test('[OP9] a socket that never answers the goodbye does not keep the server', async () => {
    const server = await spawnServer(['--transport', transport])
    const { socket } = await openSocket(server.wsUrl)
    socket.pause()
    const exit = await server.stop()
    expect(exit.code).toBe(0)
    socket.terminate()
  })

  test('[OP9] a terminal that closes says so twice, and the server still stops in order', async () => {
    const server = await spawnServer(['--transport', transport])
    const sockets = await Promise.all(Array.from({ length: 20 }, () => openSocket(server.wsUrl)))
    server.process.stderr?.on('data', () => {
      if (server.stderr().includes('"stopping"')) server.process.kill('SIGHUP')
    })
    const exit = await server.stop('SIGHUP')
    expect([exit.code, logOf(exit).at(-1).msg]).toEqual([0, 'stopped'])
    for (const socket of sockets) expect(await socket.closed).toMatchObject({ code: 4001 })
  })

  test('[OP9] a second signal ends it at once', async () => {
    const server = await spawnServer(['--transport', transport, '--no-limits'])
    // goodbyes go out in slices, so that this takes a while
    const sockets = await Promise.all(Array.from({ length: 2_000 }, () => openSocket(server.wsUrl)))
    server.process.stderr?.on('data', () => {
      if (server.stderr().includes('"stopping"')) server.process.kill('SIGINT')
    })
    const exit = await server.stop('SIGTERM')
    expect(exit.code).toBe(1)
    expect(logOf(exit).at(-1)).toMatchObject({ msg: 'ended at once, because of a second signal', signal: 'SIGINT' })
    for (const { socket } of sockets) socket.terminate()
  })

  test('[OP10] while it drains it takes no new connections', async () => {
    const server = await startServer({ transport })
    const closing = server.close()
    await expect(ask(`${server.url}/readyz`)).rejects.toThrow()
    await closing
  })

  test('[OP10] a store that is down is seen from outside', async () => {
    const roomLog = memoryLog({
      clock: systemClock,
      random: systemRandom,
      log: SILENT,
      onFault: error => {
        throw error
      },
    })
    const server = await startServer({ transport }, { roomLog })
    expect((await ask(`${server.url}/readyz`)).status).toBe(200)
    await roomLog.close()
    const ready = await ask(`${server.url}/readyz`)
    expect([ready.status, ready.json.error.code, ready.headers['retry-after']]).toEqual([503, 'unavailable', '2'])
    expect((await ask(`${server.url}/healthz`)).status).toBe(200)
    await server.close()
  })
})
