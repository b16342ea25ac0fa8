import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../support/server-kit/free-port.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'

export interface VictimOptions {
  transport: 'uws' | 'ws'
  durability: 'fsync' | 'process'
}

/** A real server that dies and comes back, on one port and one data folder. */
export class Victim {
  readonly folder: string
  readonly #args: readonly string[]
  readonly url: string
  readonly wsUrl: string
  #server: SpawnedServer | undefined

  private constructor(port: number, { transport, durability }: VictimOptions) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'chat-victim-'))
    const options = { port, data: this.folder, transport, durability, 'log-level': 'warn', 'heartbeat-ms': 5_000 }
    this.#args = [...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]), '--no-limits']
    this.url = `http://127.0.0.1:${port}`
    this.wsUrl = `ws://127.0.0.1:${port}/ws`
  }

  static async start(options: VictimOptions): Promise<Victim> {
    const victim = new Victim(await freePort(), options)
    await victim.start()
    return victim
  }

  async start(): Promise<void> {
    this.#server = await spawnServer(this.#args)
  }

  /** Resolves with what it wrote to standard error, once it is gone. */
  async stop(signal: NodeJS.Signals): Promise<string> {
    const exit = await this.#server?.stop(signal)
    return exit?.stderr ?? ''
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }
}
