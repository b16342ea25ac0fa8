import { createServer } from 'node:net'
import type { Transport, TransportHandler } from '../../ports/transport.ts'
import { decideUpgrade } from '../transport/decide-upgrade.ts'
import { listenError } from '../transport/listen-error.ts'
import { type CheckedSetup, checkedSetup, type TransportSetup } from '../transport/setup.ts'
import { UwsExchange } from './exchange.ts'
import type {
  UwsApp,
  UwsBehavior,
  UwsContext,
  UwsData,
  UwsListenSocket,
  UwsModule,
  UwsRequest,
  UwsResponse,
} from './module.ts'
import { toWire, type UwsHome, UwsPeer } from './peer.ts'
import { uwsRequest } from './request.ts'

// the package declares it without giving it a value
const LIBUS_LISTEN_EXCLUSIVE_PORT = 1

/** What the engine keeps for a socket: it copies the fields of what it is given. */
interface Seat {
  peer: UwsPeer
}

/** The transport over uWebSockets.js. */
export class UwsTransport implements Transport {
  readonly name = 'uws'
  readonly #uws: UwsModule
  readonly #setup: CheckedSetup
  readonly #home: UwsHome
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  #app: UwsApp | undefined
  #listening: UwsListenSocket | undefined
  #nextId = 1

  /** Throws a RangeError with a sentence when a number of the setup is out of its range. */
  constructor(uws: UwsModule, setup: TransportSetup) {
    this.#uws = uws
    this.#setup = checkedSetup(setup)
    this.#home = { publish: (topic, data) => this.#publish(topic, data), onFault: setup.onFault }
  }

  async listen(host: string, port: number, handler: TransportHandler): Promise<{ port: number }> {
    if (this.#app) throw new Error('This transport is in use already.')
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw listenError('ERR_SOCKET_BAD_PORT', host, port)
    const app = this.#uws.App()
    this.#app = app
    const { admits } = this.#setup
    const hear = (res: UwsResponse, change: number) => {
      if (change > 0 && admits?.() === false) res.close()
    }
    if (admits) app.filter(hear)
    app.ws('/*', this.#behavior(handler))
    app.any('/*', (res, req) => this.#serve(handler, res, req, undefined))
    // without the flag two servers would share one port, and half the room would not hear the other
    app.listen(host, port, LIBUS_LISTEN_EXCLUSIVE_PORT, socket => {
      if (socket) this.#listening = socket
    })
    if (this.#listening) return { port: this.#uws.us_socket_local_port(this.#listening) }
    this.#app = undefined
    app.close()
    throw listenError(await whyNot(host, port), host, port)
  }

  publish(topic: string, text: string): void {
    this.#publish(topic, toWire(text))
  }

  stopListening(): void {
    if (this.#listening) this.#uws.us_listen_socket_close(this.#listening)
    this.#listening = undefined
  }

  async close(): Promise<void> {
    // the engine closes it too, and may do so only once
    this.stopListening()
    this.#app?.close()
    this.#app = undefined
  }

  #publish(topic: string, data: UwsData): void {
    this.#app?.publish(topic, data, false, false)
  }

  #serve(handler: TransportHandler, res: UwsResponse, req: UwsRequest, context: UwsContext | undefined): void {
    const method = req.getMethod().toUpperCase()
    const exchange = new UwsExchange(res, method)
    const read = uwsRequest(res, req, method)
    if (!read.ok) {
      exchange.write(read.answer, true)
      return
    }
    const decision = decideUpgrade(handler, read.request, this.#setup)
    if (decision.kind === 'refused') {
      exchange.write(decision.answer, true)
    } else if (decision.kind === 'accepted' && context) {
      exchange.upgraded()
      const peer = new UwsPeer(this.#nextId++, this.#home, decision.open)
      res.upgrade({ peer }, decision.key, decision.subprotocol ?? '', '', context)
    } else {
      exchange.serve(handler, this.#setup, read.request)
    }
  }

  #behavior(handler: TransportHandler): UwsBehavior<Seat> {
    return {
      maxPayloadLength: this.#setup.maxFrameBytes,
      maxBackpressure: this.#setup.maxBackpressureBytes,
      closeOnBackpressureLimit: 1,
      idleTimeout: this.#setup.idleTimeoutS,
      sendPingsAutomatically: true,
      compression: 0,
      upgrade: (res, req, context) => this.#serve(handler, res, req, context),
      open: ws => ws.getUserData().peer.begin(ws),
      // the bytes are gone when this returns
      message: (ws, message, isBinary) =>
        ws.getUserData().peer.received(isBinary ? undefined : this.#decoder.decode(message)),
      dropped: ws => ws.getUserData().peer.dropped(),
      close: (ws, code) => ws.getUserData().peer.ended(code),
    }
  }
}

/** The engine only says that it could not listen, so Node is asked for the reason. */
function whyNot(host: string, port: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
