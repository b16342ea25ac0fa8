import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { BodyPieces } from '../../ports/transport.ts'
import type { Answer } from '../transport/http-answer.ts'
import { PieceWriter } from '../transport/write-pieces.ts'

/** Writes an answer; `last`: the connection ends behind it. `onFault`: gets why a body could not be had to its end. */
export function nodeWrite(
  response: ServerResponse,
  answer: Answer,
  last: boolean,
  onFault: (error: unknown) => void = () => {},
): void {
  if (response.destroyed || response.headersSent) return void answer.pieces?.return()
  if (last) response.shouldKeepAlive = false
  if (answer.pieces) {
    writePieces(response, answer, answer.pieces, onFault)
    return
  }
  const length = answer.bodyless ? [] : ['Content-Length', String(answer.body.byteLength)]
  response.writeHead(answer.status, answer.reason, answer.headers.concat(length))
  response.end(answer.bodyless || response.req.method === 'HEAD' ? undefined : answer.body)
}

/** Who reads nothing for long is cut off by the server's own timeout. */
function writePieces(
  response: ServerResponse,
  { status, reason, headers }: Answer,
  pieces: BodyPieces,
  onFault: (error: unknown) => void,
): void {
  response.writeHead(status, reason, headers)
  if (response.req.method === 'HEAD') {
    pieces.return()
    response.end()
    return
  }
  const writer = new PieceWriter(pieces, {
    write: piece => response.write(piece),
    end: () => response.end(),
    abort: error => {
      onFault(error)
      response.destroy()
    },
  })
  response.on('drain', () => writer.resume())
  response.on('close', () => writer.stop())
}

/** Answers over HTTP on a socket that Node has handed out for an upgrade, and ends it. */
export function nodeWriteOn(socket: Socket, request: IncomingMessage, answer: Answer, withinMs: number): void {
  const response = new ServerResponse(request)
  // so that the peer's goodbye is seen; what else it says is thrown away
  socket.resume()
  socket.setTimeout(withinMs, () => socket.destroy())
  response.assignSocket(socket)
  response.on('finish', () => socket.destroySoon())
  nodeWrite(response, answer, true)
}
