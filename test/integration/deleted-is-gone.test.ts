import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { spawnServer } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('[ST151] while the server runs, what was deleted or replaced is out of every file of its data folder in ten seconds', async () => {
  const folder = temporaryFolder('deleted')
  onTestFinished(() => folder.remove())
  const server = await spawnServer(['--data', folder.path, '--transport', 'ws', '--no-limits'])
  onTestFinished(() => void server.stop('SIGKILL'))
  const { token } = (await askLogin(server.url, 'Ann')).json
  const socket = await openSocket(server.wsUrl)
  let ref = 0
  const ask = (request: object) => {
    const mine = ++ref
    socket.send({ ...request, ref: mine })
    return socket.next(frame => frame.ref === mine)
  }
  await ask({ type: 'connect', token, rooms: [{ room: 'lobby' }] })
  const bytes = () => readdirSync(folder.path).map(name => readFileSync(path.join(folder.path, name), 'latin1'))
  const holds = (text: string) => bytes().some(file => file.includes(text))
  const ids: string[] = []
  for (let n = 0; n < 50; n++) {
    const text = `a secret of ${n} ${'.'.repeat(n * 40)}`
    ids.push((await ask({ type: 'send_message', room: 'lobby', cid: `c${n}`, text })).id)
  }
  expect(holds('a secret of 7 ')).toBe(true)
  for (const [n, messageId] of ids.entries()) {
    const change = n % 2 ? { type: 'edit_message', text: `harmless ${n}` } : { type: 'delete_message' }
    await ask({ ...change, room: 'lobby', cid: `d${n}`, messageId })
  }
  await expect.poll(() => holds('a secret'), { timeout: 10_000, interval: 200 }).toBe(false)
  expect(holds('harmless 7')).toBe(true)
  socket.socket.terminate()
  expect((await server.stop('SIGTERM')).code).toBe(0)
  expect(holds('a secret')).toBe(false)
})
