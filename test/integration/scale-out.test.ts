import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient, Room } from '../../sdk/client/types.ts'
import { ask, askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { commandsOf, runCommands } from '../support/readme-commands.ts'
import { nginxPath, redisIsThere } from '../support/redis/programs.mjs'
import { freePort } from '../support/server-kit/free-port.ts'
import { BIN } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const BLOCKS = commandsOf('Many nodes behind one address')
const PORTS = ['6400', '5001', '5002', '8080']

const until = <T>(check: () => T) => vi.waitFor(check, { timeout: 30_000, interval: 20 })

/** What stands in README is run in a folder like that of an installed server, on ports that are free here. */
class Sandbox {
  readonly #folder = temporaryFolder('scale-out')
  readonly #ports = new Map<string, string>()

  async prepare(): Promise<void> {
    while (this.#ports.size < PORTS.length) {
      const port = String(await freePort())
      if (![...this.#ports.values()].includes(port)) this.#ports.set(PORTS[this.#ports.size] as string, port)
    }
    const bin = path.join(this.#folder.path, 'node_modules/.bin')
    mkdirSync(bin, { recursive: true })
    symlinkSync(BIN, path.join(bin, 'chat-widget-server'))
  }

  run(block: string | undefined): Promise<string> {
    const here = (block ?? '')
      .replace(/\b(?:6400|5001|5002|8080)\b/g, port => this.#ports.get(port) as string)
      .replaceAll('/usr/sbin/nginx', nginxPath() as string)
    return runCommands(here, this.#folder.path)
  }

  url(port: string): string {
    return `http://localhost:${this.#ports.get(port)}`
  }

  pid(name: string): number {
    return Number(readFileSync(path.join(this.#folder.path, 'scale-out', `${name}.pid`), 'utf8'))
  }

  isThere(name: string): boolean {
    try {
      return process.kill(this.pid(name), 0)
    } catch {
      return false
    }
  }

  /** Whatever was not stopped by the commands. */
  async remove(): Promise<void> {
    const folder = path.join(this.#folder.path, 'scale-out')
    const names = readdirSync(folder).flatMap(file => (file.endsWith('.pid') ? [file.slice(0, -4)] : []))
    for (const name of names) if (this.isThere(name)) process.kill(this.pid(name), 'SIGTERM')
    await until(() => expect(names.filter(name => this.isThere(name))).toEqual([]))
    this.#folder.remove()
  }
}

describe.skipIf(!nginxPath() || !redisIsThere())('two nodes behind nginx, as README has them', () => {
  const [install, nodes, nginx, checks, stopOne, startOne, sticky, stopAll] = BLOCKS
  const sandbox = new Sandbox()
  const clients: ChatClient[] = []
  const sockets: OpenedSocket[] = []
  let all = ''

  beforeAll(async () => {
    await sandbox.prepare()
    all = sandbox.url('8080')
  })
  afterAll(async () => {
    for (const client of clients) client.close()
    for (const { socket } of sockets) socket.terminate()
    await sandbox.remove()
  })

  /** Sockets that are open on each node. */
  async function load(): Promise<number[]> {
    const texts = await Promise.all(['5001', '5002'].map(port => ask(`${sandbox.url(port)}/metrics`)))
    return texts.map(({ text }) => Number(/^chat_connections (\d+)$/m.exec(text)?.[1]))
  }

  /** A socket through nginx, and which node it came to. */
  async function open(localAddress?: string): Promise<{ opened: OpenedSocket; node: number }> {
    const before = await load()
    const opened = await openSocket(`${all.replace('http', 'ws').replace('localhost', '127.0.0.1')}/ws`, {
      localAddress,
    })
    sockets.push(opened)
    const after = await load()
    return { opened, node: after.findIndex((count, node) => count > (before[node] as number)) }
  }

  /** Somebody in the lobby, by the SDK. */
  async function enter(name: string) {
    const client = createChatClient({ server: all, WebSocket, random: () => 0.01 })
    clients.push(client)
    await client.login(name)
    const room = client.room('lobby')
    const shown: string[] = []
    room.on('page', ({ messages, keep }) => {
      if (!keep) shown.length = 0
      shown.push(...messages.map(({ text }) => text))
    })
    room.on('message', ({ message }) => shown.push(message.text))
    await Promise.all([client.connect(), room.join()])
    return { client, room, shown }
  }

  const names = (room: Room) => room.members.users.map(({ name }) => name).sort()

  /** Two people, one on each node: requests go to the nodes in turn, and each of the two makes two. */
  async function enterBoth(one: string, two: string) {
    const before = await load()
    const first = await enter(one)
    await ask(`${all}/readyz`)
    const second = await enter(two)
    const after = await load()
    expect(after).toEqual(before.map(count => count + 1))
    return [first, second] as const
  }

  test('[RE210] the commands start both, and what they check is so', async () => {
    expect(install).toContain('redis-server nginx')
    await sandbox.run(nodes)
    await sandbox.run(nginx)
    expect(await sandbox.run(checks)).toBe('{"status":"ready"}'.repeat(3))
  })

  test('[RE210] people on both nodes are in one room', async () => {
    const [ann, bob] = await enterBoth('Ann', 'Bob')
    await until(() => expect(names(ann.room)).toEqual(names(bob.room)))
    expect(names(ann.room)).toHaveLength(2)
    await ann.room.send('Hello').settled
    await bob.room.send('Hello Ann').settled
    await until(() => expect([ann.shown, bob.shown]).toEqual(Array(2).fill(['Hello', 'Hello Ann'])))
  })

  test('[RE211] limits count by the address that nginx names, on both nodes, whatever a visitor says', async () => {
    let n = 0
    const login = async (localAddress: string, headers: Record<string, string> = {}) => {
      const url = `${all.replace('localhost', '127.0.0.1')}/login`
      const body = JSON.stringify({ username: `Visitor ${n++}` })
      const asked = { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body, localAddress }
      return (await ask(url, asked)).status
    }
    const statuses = [0, 0]
    while (statuses.some(status => status !== 429) && n < 400)
      statuses.splice(
        0,
        2,
        await login('127.0.0.2'),
        await login('127.0.0.2', { 'X-Forwarded-For': `10.0.0.${n % 250}` }),
      )
    expect([...statuses, await login('127.0.0.3')]).toEqual([429, 429, 200])
  })

  test('[RE212] a node that is stopped loses nobody and nothing, and takes its share when it is back', async () => {
    const [cid, dan] = await enterBoth('Cid', 'Dan')
    const said: string[] = []
    const talk = async () => {
      for (const { room } of [cid, dan]) {
        said.push(`word ${said.length}`)
        await room.send(said.at(-1) as string).settled
      }
    }
    await talk()
    const stopping = sandbox.run(stopOne)
    await talk()
    await stopping
    await until(() => expect(sandbox.isThere('one')).toBe(false))
    await talk()
    await until(() => {
      for (const { shown } of [cid, dan]) expect(shown.slice(-said.length)).toEqual(said)
      expect(names(cid.room)).toEqual(names(dan.room))
    })
    expect((await askLogin(all, 'Eve')).status).toBe(200)

    await sandbox.run(startOne)
    await until(async () => {
      const { opened, node } = await open()
      opened.socket.terminate()
      expect(node).toBe(0)
    })
  })

  test('[RE213] with sticky sessions each address is on one node, and a node that stops loses nobody either', async () => {
    await sandbox.run(sticky)
    // an odd number: in turns each would be on the other node in the second round
    const addresses = Array.from({ length: 23 }, (_, n) => `127.0.0.${n + 10}`)
    const nodesOf = async () => {
      const found: number[] = []
      for (const address of addresses) {
        const before = await load()
        const { opened, node } = await open(address)
        opened.socket.terminate()
        await until(async () => expect(await load()).toEqual(before))
        found.push(node)
      }
      return found
    }
    // nginx's workers of before go on for a moment
    await until(async () => {
      const before = await nodesOf()
      expect(await nodesOf()).toEqual(before)
      expect(new Set(before)).toEqual(new Set([0, 1]))
    })
    const eve = await enter('Eva')
    const fay = await enter('Fay')
    await eve.room.send('Are you there?').settled
    const theirs = (await open()).node === 0 ? 'one' : 'two'
    process.kill(sandbox.pid(theirs), 'SIGTERM')
    await fay.room.send('Still here').settled
    await until(() => {
      for (const { shown } of [eve, fay]) expect(shown.slice(-2)).toEqual(['Are you there?', 'Still here'])
      expect(sandbox.isThere(theirs)).toBe(false)
    })
  })

  test('[RE210] the last command stops all of it', async () => {
    const left = ['one', 'two', 'nginx', 'redis'].filter(name => sandbox.isThere(name))
    expect(left).toHaveLength(3)
    await sandbox.run(stopAll)
    await until(() => expect(left.filter(name => sandbox.isThere(name))).toEqual([]))
  })
})
