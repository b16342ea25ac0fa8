import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TransportHandler } from '../../ports/transport.ts'
import { answerRequest } from '../transport/answer-request.ts'
import { BodyCollector } from '../transport/body-collector.ts'
import type { CheckedSetup } from '../transport/setup.ts'
import { nodeRequest } from './node-request.ts'
import { nodeWrite } from './node-write.ts'

/** One request on node:http: reads the body, asks the application, writes the answer. */
export function nodeExchange(
  handler: TransportHandler,
  setup: CheckedSetup,
  message: IncomingMessage,
  response: ServerResponse,
): void {
  const read = nodeRequest(message)
  if (!read.ok) {
    nodeWrite(response, read.answer, true)
    return
  }
  const body = new BodyCollector(setup.maxBodyBytes)
  let giveUp: (() => void) | undefined
  const ask = () => {
    if (giveUp || message.destroyed) return
    const request = { ...read.request, body: body.take() }
    giveUp = () => {}
    giveUp = answerRequest(handler, request, setup, answer => nodeWrite(response, answer, body.tooLarge, setup.onFault))
  }
  message.on('data', (chunk: Buffer) => {
    if (!body.push(chunk)) ask()
  })
  message.on('end', ask)
  message.on('error', () => {})
  response.on('close', () => giveUp?.())
  if (body.refuse(read.request.headers)) ask()
}
