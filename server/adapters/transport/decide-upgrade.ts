import type { HttpRequest, Peer, PeerEvents, TransportHandler } from '../../ports/transport.ts'
import { checkHandshake } from './check-handshake.ts'
import { type Answer, internalAnswer, toAnswer } from './http-answer.ts'
import type { CheckedSetup } from './setup.ts'

export type UpgradeDecision =
  | { kind: 'none' }
  | { kind: 'refused'; answer: Answer }
  | { kind: 'accepted'; key: string; subprotocol: string | undefined; open: (peer: Peer) => PeerEvents }

/** Asks the application about a well-formed handshake. Only a subprotocol that the client offered is echoed. */
export function decideUpgrade(handler: TransportHandler, request: HttpRequest, setup: CheckedSetup): UpgradeDecision {
  const handshake = checkHandshake(request.method, request.headers)
  if (handshake.kind === 'none') return handshake
  if (handshake.kind === 'bad') return { kind: 'refused', answer: handshake.answer }
  try {
    const answer = handler.upgrade(request)
    if (!answer.accept) return { kind: 'refused', answer: toAnswer(answer.response) }
    const subprotocol = handshake.offered.find(name => name === answer.subprotocol)
    return { kind: 'accepted', key: handshake.key, subprotocol, open: answer.open }
  } catch (error) {
    setup.onFault(error)
    return { kind: 'refused', answer: internalAnswer() }
  }
}
