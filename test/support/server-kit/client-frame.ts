/** One frame of a WebSocket client, byte by byte (RFC 6455, 5.2). */
export interface FrameParts {
  opcode: number
  payload?: string | Uint8Array
  last?: boolean
  masked?: boolean
  reserved?: number
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export function clientFrame({ opcode, payload = '', last = true, masked = true, reserved = 0 }: FrameParts): Buffer {
  const data = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload)
  const first = (last ? 0x80 : 0) | reserved | opcode
  const mask = Buffer.from([0x12, 0x34, 0x56, 0x78])
  const flag = masked ? 0x80 : 0
  const head =
    data.length < 126
      ? Buffer.from([first, flag | data.length])
      : data.length < 65_536
        ? Buffer.from([first, flag | 126, data.length >> 8, data.length & 255])
        : Buffer.from([
            first,
            flag | 127,
            0,
            0,
            0,
            0,
            ...new Uint8Array(new Uint32Array([data.length]).buffer).reverse(),
          ])
  if (!masked) return Buffer.concat([head, data])
  return Buffer.concat([head, mask, data.map((byte, i) => byte ^ (mask[i % 4] ?? 0))])
}

/** A valid opening handshake; more header lines may be given. */
export function handshake(path = '/ws', lines: string[] = []): string {
  return [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...lines,
    '\r\n',
  ].join('\r\n')
}
