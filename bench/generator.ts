import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { onCore } from './on-core.ts'

/** What one command of the generator answers: numbers by name, and words where something went wrong. */
export interface Answer {
  [figure: string]: number
}

const ANSWER_MS = 240_000

/** The load generator as a process on core 1. Commands are in loadgen/commands.h. */
export class Generator {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = []
  #output = ''
  #said = ''

  constructor(program: string, flags: readonly string[]) {
    const [file = '', ...args] = onCore(1, [program, ...flags])
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child = child
    child.stdin.on('error', () => {})
    child.stdout.on('data', text => this.#read(String(text)))
    child.stderr.on('data', text => {
      this.#said = `${this.#said}${text}`.slice(-2_000)
    })
    child.once('error', error => this.#fail(error))
    child.once('close', () => this.#fail(new Error(`The load generator ended: ${this.#said.trim()}`)))
  }

  /** Sends one command and resolves with its answer. */
  ask(...command: (string | number)[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.stop()
        reject(new Error(`The load generator did not answer: ${command.join(' ')}`))
      }, ANSWER_MS)
      const settle =
        <T>(settled: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer)
          settled(value)
        }
      this.#waiting.push({ resolve: settle(resolve), reject: settle(reject) })
      this.#child.stdin.write(`${command.join(' ')}\n`)
    })
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }

  #read(text: string): void {
    const lines = `${this.#output}${text}`.split('\n')
    this.#output = lines.pop() ?? ''
    for (const line of lines) this.#waiting.shift()?.resolve(JSON.parse(line))
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
