import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../test/support/server-kit/free-port.ts'
import { onCore } from './on-core.ts'
import type { BenchServer } from './servers.ts'

const START_MS = 60_000
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** A measured server on core 0, in a process group and a data folder of its own. */
export class ServerProcess {
  readonly port: number
  readonly #server: BenchServer
  /** Its data folder. */
  readonly data = mkdtempSync(path.join(tmpdir(), 'chat-bench-'))
  #child: ChildProcess | undefined
  #gone: Promise<unknown> = Promise.resolve()

  private constructor(server: BenchServer, port: number) {
    this.#server = server
    this.port = port
  }

  static async start(server: BenchServer): Promise<ServerProcess> {
    const process = new ServerProcess(server, await freePort())
    await process.start()
    return process
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    const { PATH = '', HOME = '' } = process.env
    const [program, ...args] = onCore(0, this.#server.command({ port: this.port, data: this.data }))
    const child = spawn(program ?? '', args, {
      cwd: this.#server.cwd,
      env: { PATH, HOME, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    this.#child = child
    let said = ''
    child.stderr.on('data', text => {
      said = `${said}${text}`.slice(-2_000)
    })
    const killed = () => {
      this.#signal('SIGKILL')
      this.#removeData()
    }
    process.once('exit', killed)
    let ended = false
    this.#gone = new Promise<void>(resolve => {
      const end = () => {
        ended = true
        process.off('exit', killed)
        resolve()
      }
      child.once('exit', end)
      child.once('error', end)
    })
    const until = performance.now() + START_MS
    while (!(await isOpen(this.port))) {
      if (ended) throw new Error(`${this.#server.label} ended at its start: ${said.trim()}`)
      if (performance.now() > until) throw new Error(`${this.#server.label} opened no port.`)
      await pause(20)
    }
  }

  /** Every process of its group, whichever of them works. */
  pids(): number[] {
    const group = this.#child?.pid
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .filter(name => groupOf(name) === group)
      .map(Number)
  }

  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    await this.#gone
  }

  /** Its data are of no more use, so that it is not asked to stop. */
  async stop(): Promise<void> {
    await this.kill()
    this.#removeData()
  }

  /** A process that is just being killed may still write. */
  #removeData(): void {
    rmSync(this.data, { recursive: true, force: true, maxRetries: 5 })
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid
    if (pid === undefined) return
    try {
      process.kill(-pid, signal)
    } catch {
      // it is gone already
    }
  }
}

function groupOf(pid: string): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // behind the name, which may hold anything: state, parent, group
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[2])
  } catch {
    return undefined
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    const end = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}
