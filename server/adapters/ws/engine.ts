import { type WebSocket, WebSocketServer } from 'ws'
import type { NodeUpgrade } from './node-http.ts'

/** Completes a handshake; does not call back when the client has gone away meanwhile. */
export type WsEngine = (upgrade: NodeUpgrade, opened: (ws: WebSocket) => void) => void

// a peer that does not answer a close frame is ended then
const CLOSE_WITHIN_MS = 5_000
// `ws` keeps an object for each piece until the frame or message is whole, hundreds of times as much as a byte
const MOST_FRAGMENTS = 256
const MOST_CHUNKS = 1_024

/** `ws` without its server: no compression, no tracking and no pongs of its own. */
export function wsEngine(maxFrameBytes: number): WsEngine {
  let subprotocol: string | undefined
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: maxFrameBytes,
    maxFragments: MOST_FRAGMENTS,
    maxBufferedChunks: MOST_CHUNKS,
    closeTimeout: CLOSE_WITHIN_MS,
    handleProtocols: () => subprotocol ?? false,
  }
  const server = new WebSocketServer(options)
  return ({ message, socket, head, decision }, opened) => {
    // a handshake is completed in one turn, so there is only ever one
    subprotocol = decision.subprotocol
    server.handleUpgrade(message, socket, head, opened)
  }
}
