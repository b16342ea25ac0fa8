import type { Duplex } from 'node:stream'
import { type Answer, refusalAnswer } from '../transport/http-answer.ts'

/** Answers what could not be read as a request, and ends the connection. */
export function nodeClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const answer = answerFor(error.code)
  let head = `HTTP/1.1 ${answer.status} ${answer.reason}\r\n`
  for (let i = 0; i < answer.headers.length; i += 2) head += `${answer.headers[i]}: ${answer.headers[i + 1]}\r\n`
  head += `Content-Length: ${answer.body.byteLength}\r\nConnection: close\r\n\r\n`
  socket.end(Buffer.concat([Buffer.from(head), answer.body]), () => socket.destroy())
}

function answerFor(code: string | undefined): Answer {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return refusalAnswer(431, 'too_large', "The request's headers are too large.")
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return refusalAnswer(413, 'too_large', "The request's chunk extensions are too large.")
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return refusalAnswer(408, 'bad_request', 'The request took too long to arrive.')
    default:
      return refusalAnswer(400, 'bad_request', 'This is not a valid HTTP/1.1 request.')
  }
}
