import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { freePort } from '../support/server-kit/free-port.ts'
import { RawSocket } from '../support/server-kit/raw-socket.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { until } from '../support/server-kit/until.ts'
import { BIN } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** The bin in a process that may have so many files and sockets open. */
async function startWith(descriptors: number, transport: string) {
  const folder = temporaryFolder('descriptors')
  const port = await freePort()
  const args = ['--port', String(port), '--data', folder.path, '--transport', transport, '--no-limits']
  const more = ['--heartbeat-ms', '1000']
  const child = spawn('sh', ['-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, process.execPath, BIN, ...args, ...more])
  const exited = new Promise(resolve => child.once('exit', resolve))
  let log = ''
  child.stderr.on('data', data => {
    log += data
  })
  ends.push(async () => {
    child.kill('SIGKILL')
    await exited
    folder.remove()
  })
  const url = `http://127.0.0.1:${port}`
  await expect.poll(() => log, { timeout: 20_000 }).toContain('"started"')
  const lines = (words: string) => log.split('\n').filter(line => line.includes(words))
  return { child, exited, port, url, wsUrl: `ws://127.0.0.1:${port}/ws`, lines }
}

/** What a process has worked so far, in ticks of 10 ms. */
function workOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return Number(fields[11]) + Number(fields[12])
}

describe.for(TRANSPORTS)('over $name', ({ name, runs }) => {
  test.skipIf(!runs || process.platform !== 'linux')(
    '[OP131] out of file descriptors it says so, rests, serves who is there, and takes others when there is room',
    async () => {
      const { child, exited, port, url, wsUrl, lines } = await startWith(100, name)
      const { token } = (await askLogin(url, 'Ada')).json
      const ada = await openSocket(wsUrl)
      ends.push(() => ada.socket.terminate())
      ada.send({ type: 'connect', ref: 1, token, rooms: [{ room: 'lobby' }] })
      await ada.next(({ ref }) => ref === 1)

      const others = await Promise.all(Array.from({ length: 300 }, () => RawSocket.open(port)))
      ends.push(() => others.forEach(other => void other.destroy()))
      await until('most of them to be closed', () => others.filter(({ closed }) => closed).length > 200)
      await expect.poll(() => lines('Out of file descriptors').length).toBe(1)
      expect(lines('Out of')[0]).toMatch(/ulimit -n.*LimitNOFILE/)

      const before = workOf(child.pid)
      const heads = () => ada.received.filter(({ type }) => type === 'head').length
      const beats = heads()
      await until('two heartbeats', () => heads() > beats + 1)
      expect(workOf(child.pid) - before, 'of some 200 ticks').toBeLessThan(60)
      for (let ref = 2; ref < 40; ref++) {
        ada.send({ type: 'send_message', ref, room: 'lobby', cid: `c${ref}`, text: 'x'.repeat(3_000) })
        expect(await ada.next(reply => reply.ref === ref)).toMatchObject({ type: 'ok' })
      }
      expect(lines('Out of file descriptors')).toHaveLength(1)

      for (const other of others) other.destroy()
      const status = async () => (await ask(`${url}/readyz`).catch(() => undefined))?.status
      await expect.poll(status, { timeout: 15_000 }).toBe(200)
      await expect.poll(() => lines('file descriptors again').length).toBe(1)
      child.kill('SIGTERM')
      expect(await exited).toBe(0)
    },
  )
})
