import type { Peer } from '../../server/ports/transport.ts'
import type { PortCall } from './kill-plan.ts'

/** A peer at each of whose calls the process may end; `port` runs the call, or not. */
export function mortalPeer(peer: Peer, port: (call: PortCall, run: () => void) => void): Peer {
  return {
    id: peer.id,
    send: text => port('send', () => peer.send(text)),
    subscribe: topic => port('subscribe', () => peer.subscribe(topic)),
    unsubscribe: topic => port('subscribe', () => peer.unsubscribe(topic)),
    publish: (topic, text) => port('publish', () => peer.publish(topic, text)),
    close: (code, reason) => port('close', () => peer.close(code, reason)),
  }
}
