/** WebSocket close codes of this protocol: 4000-4499 reconnect, 4500-4999 do not. */
export const CLOSE = {
  normal: 1000,
  tooBig: 1009,
  shutdown: 4001,
  slowConsumer: 4002,
  rateLimited: 4004,
  tokenExpired: 4005,
  connectTimeout: 4006,
  protocolViolation: 4500,
  unauthorized: 4501,
  removed: 4502,
  originRefused: 4503,
  version: 4505,
} as const

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]

/** Whether a client may connect again by itself after this code; 1006 and unknown codes: yes. */
export function mayReconnect(code: number): boolean {
  return code < 4500 || code > 4999
}
