import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from '../transport/http-answer.ts'

/** Writes an answer; `last`: the connection ends behind it. */
export function nodeWrite(response: ServerResponse, answer: Answer, last: boolean): void {
  if (response.destroyed || response.headersSent) return
  if (last) response.shouldKeepAlive = false
  const length = answer.bodyless ? [] : ['Content-Length', String(answer.body.byteLength)]
  response.writeHead(answer.status, answer.reason, answer.headers.concat(length))
  response.end(answer.bodyless || response.req.method === 'HEAD' ? undefined : answer.body)
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
