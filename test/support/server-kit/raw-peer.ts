import { handshake } from './client-frame.ts'
import { RawSocket } from './raw-socket.ts'
import type { Running } from './transports.ts'

/** A socket that has shaken hands with the transport and speaks in bytes from now on. */
export async function rawPeer(running: Running): Promise<RawSocket> {
  const raw = (await RawSocket.open(running.port)).write(handshake())
  await raw.has('\r\n\r\n')
  return raw
}
