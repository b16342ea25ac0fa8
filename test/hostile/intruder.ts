import { clientFrame, handshake, OPCODE } from '../support/server-kit/client-frame.ts'
import { Line } from './line.ts'
import type { Outcomes } from './outcomes.ts'
import { ServerFrames } from './server-frames.ts'

// biome-ignore lint/suspicious/noExplicitAny: whatever the server says
type Said = any

const IDS = 50

/** A WebSocket made by hand, on which anything can be sent. */
export class Intruder {
  readonly line: Line
  /** Of messages that it has sent. */
  readonly ids: string[] = []
  readonly #outcomes: Outcomes
  readonly #answered = new Set<number>()
  #closeCode: number | undefined

  private constructor(line: Line, outcomes: Outcomes, first: Buffer) {
    this.line = line
    this.#outcomes = outcomes
    const frames = new ServerFrames(
      text => this.#heard(JSON.parse(text)),
      code => {
        this.#closeCode = code
      },
    )
    line.listen(chunk => frames.push(chunk))
    frames.push(first)
  }

  /** Undefined when the server refuses the upgrade. */
  static async open(port: number, address: string, outcomes: Outcomes): Promise<Intruder | undefined> {
    const line = await Line.open(port)
    let head = ''
    let rest = Buffer.alloc(0)
    line.listen(chunk => {
      rest = Buffer.concat([rest, chunk])
      const end = rest.indexOf('\r\n\r\n')
      if (head === '' && end >= 0) head = rest.subarray(0, end).toString('latin1')
    })
    line.write(handshake('/ws', [`X-Forwarded-For: ${address}`]))
    await line.until('the answer to an upgrade', () => head !== '')
    if (!head.startsWith('HTTP/1.1 101')) {
      outcomes.add(`http ${head.slice(9, 12)}`)
      line.finish()
      return undefined
    }
    return new Intruder(line, outcomes, rest.subarray(rest.indexOf('\r\n\r\n') + 4))
  }

  get over(): boolean {
    return this.#closeCode !== undefined || this.line.closed
  }

  text(text: string): void {
    this.line.write(clientFrame({ opcode: OPCODE.text, payload: text }))
  }

  /** False when the server closed instead. */
  async answered(ref: number): Promise<boolean> {
    await this.line.until(`the answer ${ref}`, () => this.#answered.has(ref) || this.over)
    return this.#answered.has(ref)
  }

  /** Until the server has ended it; counts how. */
  async ended(after: string): Promise<void> {
    await this.line.ended(after)
    this.#outcomes.add(`close ${this.#closeCode ?? 1006}`)
  }

  #heard(said: Said): void {
    for (const frame of [said].flat()) {
      if (typeof frame.id === 'string' && this.ids.length < IDS) this.ids.push(frame.id)
      if (frame.type === 'ok') this.#outcomes.add('ok')
      if (frame.type === 'error') this.#outcomes.add(`error ${frame.code}`)
      if (frame.type === 'ok' || frame.type === 'error') this.#answered.add(frame.ref)
    }
  }
}
