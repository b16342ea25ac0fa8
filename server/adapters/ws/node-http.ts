import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TransportHandler } from '../../ports/transport.ts'
import { answerRequest } from '../transport/answer-request.ts'
import { decideUpgrade, type UpgradeDecision } from '../transport/decide-upgrade.ts'
import { MAX_HEADERS } from '../transport/header-lines.ts'
import { type Answer, refusalAnswer } from '../transport/http-answer.ts'
import type { CheckedSetup } from '../transport/setup.ts'
import { nodeClientError } from './node-client-error.ts'
import { nodeExchange } from './node-exchange.ts'
import { nodeRequest } from './node-request.ts'
import { nodeWriteOn } from './node-write.ts'

export interface NodeUpgrade {
  message: IncomingMessage
  socket: Socket
  head: Buffer
  decision: UpgradeDecision & { kind: 'accepted' }
}

/** The HTTP half of the `ws` transport; hands out the sockets that were accepted as WebSockets. */
export function nodeHttp(
  setup: CheckedSetup,
  handler: TransportHandler,
  accept: (upgrade: NodeUpgrade) => void,
): Server {
  const { requestWithinMs } = setup
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: requestWithinMs,
    requestTimeout: requestWithinMs,
    connectionsCheckingInterval: Math.max(100, requestWithinMs / 4),
    keepAliveTimeout: 10_000,
  })
  // one more than our own bound, which refuses them: what is left out behind it is never missed, and takes no memory
  server.maxHeadersCount = MAX_HEADERS + 1
  // so many may stand in one packet, and all of them are answered into memory, also for who reads no answer
  server.maxRequestsPerSocket = 16
  // one that does not read its answer
  server.setTimeout(setup.answerWithinMs + requestWithinMs)
  // an answer under way must not get another one written into it; they end in order, so the last one counts
  const answering = new WeakMap<Duplex, ServerResponse>()
  const serve = (message: IncomingMessage, response: ServerResponse) => {
    const { socket } = message
    answering.set(socket, response)
    response.on('close', () => answering.get(socket) === response && answering.delete(socket))
    nodeExchange(handler, setup, message, response)
  }
  server.on('request', serve)
  server.on('checkContinue', (message, response) => {
    if (!(Number(message.headers['content-length']) > setup.maxBodyBytes)) response.writeContinue()
    serve(message, response)
  })
  server.on('clientError', (error, socket) => {
    if (answering.has(socket)) socket.destroy()
    else nodeClientError(error, socket)
  })
  server.on('upgrade', (message, duplex, head) => {
    // node:http serves TCP only
    const socket = duplex as Socket
    socket.on('error', () => {})
    // behind a request that waits for its answer: two on one socket would end the process
    if (answering.has(socket)) return void socket.destroy()
    const write = (answer: Answer) => nodeWriteOn(socket, message, answer, requestWithinMs)
    const read = nodeRequest(message)
    if (!read.ok) return write(read.answer)
    const decision = decideUpgrade(handler, read.request, setup)
    if (decision.kind === 'accepted') return accept({ message, socket, head, decision })
    if (decision.kind === 'refused') return write(decision.answer)
    // some HTTP clients offer an upgrade to HTTP/2 with every request; Node stops reading the body there
    if (read.request.headers.has('content-length') || read.request.headers.has('transfer-encoding')) {
      return write(refusalAnswer(400, 'bad_request', 'Send a body without the header upgrade.'))
    }
    socket.once('close', answerRequest(handler, read.request, setup, write))
  })
  return server
}
