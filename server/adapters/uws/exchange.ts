import type { BodyPieces, HttpRequest, TransportHandler } from '../../ports/transport.ts'
import { answerRequest } from '../transport/answer-request.ts'
import { BodyCollector } from '../transport/body-collector.ts'
import type { Answer } from '../transport/http-answer.ts'
import type { CheckedSetup } from '../transport/setup.ts'
import { PieceWriter } from '../transport/write-pieces.ts'
import type { UwsResponse } from './module.ts'

/** One response of uWebSockets.js. `onAborted` is there from the first moment, without which the engine ends the process. */
export class UwsExchange {
  readonly #res: UwsResponse
  readonly #method: string
  #answered = false
  #aborted = false
  #giveUp = () => {}
  #pieces: PieceWriter | undefined

  constructor(res: UwsResponse, method: string) {
    this.#res = res
    this.#method = method
    res.onAborted(() => {
      this.#aborted = true
      this.#giveUp()
      this.#pieces?.stop()
    })
  }

  /** Reads the body, asks the application, writes the answer. */
  serve(handler: TransportHandler, setup: CheckedSetup, request: HttpRequest): void {
    const body = new BodyCollector(setup.maxBodyBytes)
    let asked = false
    const ask = () => {
      if (asked) return
      asked = true
      const write = (answer: Answer) => this.write(answer, body.tooLarge, setup)
      this.#giveUp = answerRequest(handler, { ...request, body: body.take() }, setup, write)
    }
    this.#res.onData((chunk, isLast) => {
      if (asked) return
      const more = body.push(new Uint8Array(chunk))
      if (isLast || !more) ask()
    })
    if (body.refuse(request.headers)) ask()
  }

  /** Writes the one answer; `last`: the connection ends behind it. */
  write(answer: Answer, last: boolean, setup?: CheckedSetup): void {
    if (this.#answered || this.#aborted) return void answer.pieces?.return()
    this.#answered = true
    const res = this.#res
    res.cork(() => {
      res.writeStatus(`${answer.status} ${answer.reason}`)
      const { headers } = answer
      for (let i = 0; i < headers.length; i += 2) res.writeHeader(headers[i] as string, headers[i + 1] as string)
      if (answer.pieces && setup) {
        if (this.#method === 'HEAD') {
          answer.pieces.return()
          res.endWithoutBody()
        } else this.#writePieces(answer.pieces, setup)
      } else if (answer.bodyless) {
        res.endWithoutBody()
      } else if (this.#method === 'HEAD') {
        // given to endWithoutBody, the length would leave the response open
        res.writeHeader('Content-Length', String(answer.body.byteLength)).endWithoutBody()
      } else if (last || answer.body.byteLength === 0) {
        res.end(answer.body, last)
      } else {
        this.#writeBody(answer.body)
      }
    })
  }

  /**
   * Without `end`, which takes any amount into memory: one packet can hold thousands of requests. What the client does not
   * read stays pending, and a further request meanwhile ends the connection.
   */
  #writeBody(body: Uint8Array): void {
    const size = body.byteLength
    const [, done] = this.#res.tryEnd(body, size)
    if (done) return
    this.#res.onWritable(offset => this.#aborted || this.#res.tryEnd(body.subarray(offset), size)[0])
  }

  /** Who reads nothing for long is cut off. */
  #writePieces(pieces: BodyPieces, { clock, answerWithinMs, onFault }: CheckedSetup): void {
    const res = this.#res
    let stopTimer = () => {}
    const writer = new PieceWriter(pieces, {
      write: piece => {
        let all = true
        res.cork(() => {
          all = res.write(piece)
        })
        if (!all) stopTimer = clock.after(answerWithinMs, () => this.#aborted || res.close())
        return all
      },
      end: () => void res.cork(() => res.end()),
      abort: error => {
        onFault(error)
        res.close()
      },
    })
    this.#pieces = writer
    res.onWritable(() => {
      stopTimer()
      writer.resume()
      return true
    })
  }

  /** The engine has taken the socket over as a WebSocket. */
  upgraded(): void {
    this.#answered = true
  }
}
