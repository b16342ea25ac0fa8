import type { HttpRequest, TransportHandler } from '../ports/transport.ts'
import { answerRequest } from './answer-request.ts'
import { BodyCollector } from './body-collector.ts'
import type { Answer } from './http-answer.ts'
import type { CheckedSetup } from './transport-setup.ts'
import type { UwsResponse } from './uws-module.ts'

/** One response of uWebSockets.js. `onAborted` is there from the first moment, without which the engine ends the process. */
export class UwsExchange {
  readonly #res: UwsResponse
  readonly #method: string
  #over = false
  #giveUp = () => {}

  constructor(res: UwsResponse, method: string) {
    this.#res = res
    this.#method = method
    res.onAborted(() => {
      this.#over = true
      this.#giveUp()
    })
  }

  /** Reads the body, asks the application, writes the answer. */
  serve(handler: TransportHandler, setup: CheckedSetup, request: HttpRequest): void {
    const body = new BodyCollector(setup.maxBodyBytes)
    let asked = false
    this.#res.onData((chunk, isLast) => {
      if (asked) return
      const more = body.push(new Uint8Array(chunk.slice(0)))
      if (!isLast && more) return
      asked = true
      const write = (answer: Answer) => this.write(answer, body.tooLarge)
      this.#giveUp = answerRequest(handler, { ...request, body: body.take() }, setup, write)
    })
  }

  /** Writes the one answer; `last`: the connection ends behind it. */
  write(answer: Answer, last: boolean): void {
    if (this.#over) return
    this.#over = true
    this.#res.cork(() => {
      this.#res.writeStatus(`${answer.status} ${answer.reason}`)
      for (const [name, value] of answer.headers) this.#res.writeHeader(name, value)
      if (answer.bodyless) {
        this.#res.endWithoutBody()
      } else if (this.#method === 'HEAD') {
        // given to endWithoutBody, the length would leave the response open
        this.#res.writeHeader('Content-Length', String(answer.body.byteLength)).endWithoutBody()
      } else {
        this.#res.end(answer.body, last)
      }
    })
  }

  /** The engine has taken the socket over as a WebSocket. */
  upgraded(): void {
    this.#over = true
  }
}
