import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { DisconnectEvent } from '../../../sdk/protocol/events.ts'
import { SUBPROTOCOL } from '../../../sdk/protocol/version.ts'
import { refusal } from '../../core/refusal.ts'
import type { HttpRequest, HttpResponse, Peer, PeerEvents, UpgradeAnswer } from '../../ports/transport.ts'
import type { Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { originRefusal } from './origin-refusal.ts'
import { refuse } from './respond.ts'

/** The upgrade of `/ws`. */
export function upgradeRoute(deps: HttpDeps, callers: Callers): (request: HttpRequest) => UpgradeAnswer {
  return request => {
    const offered = offeredSubprotocols(request)
    if (offered.length > 0 && !offered.includes(SUBPROTOCOL)) {
      return refuseUpgrade(refuse(400, refusal('bad_request', `Offer the subprotocol ${SUBPROTOCOL}, or none.`)))
    }
    const subprotocol = offered.length > 0 ? SUBPROTOCOL : undefined
    const { verdict, address, cookieToken } = callers.of(request)
    if (verdict === 'refused') {
      const { message } = originRefusal(request)
      return { accept: true, subprotocol, open: peer => turnAway(peer, message) }
    }
    if (deps.status() === 'draining') {
      return refuseUpgrade(refuse(503, refusal('unavailable', 'The server is restarting. Try again.', 2_000)))
    }
    const from = cookieToken === undefined ? { address } : { address, cookieToken }
    return { accept: true, subprotocol, open: peer => deps.open(peer, from) }
  }
}

export function refuseUpgrade(response: HttpResponse): UpgradeAnswer {
  return { accept: false, response }
}

function offeredSubprotocols({ headers }: HttpRequest): string[] {
  const offered = headers.get('sec-websocket-protocol') ?? ''
  return offered === '' ? [] : offered.split(',').map(name => name.trim())
}

/** A page cannot read why an upgrade was refused, but it can read a close code. */
function turnAway(peer: Peer, reason: string): PeerEvents {
  const event: DisconnectEvent = { type: 'disconnect', code: CLOSE.originRefused, reason, retryable: false }
  peer.send(JSON.stringify(event))
  peer.close(CLOSE.originRefused, 'origin refused')
  return { text() {}, binary() {}, closed() {} }
}
