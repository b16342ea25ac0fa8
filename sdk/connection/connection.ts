import type { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import { toJson } from '../lib/to-json.ts'
import type { ServerFrame } from '../protocol/events.ts'
import type { ConnectReply } from '../protocol/replies.ts'
import { type Link, type LinkOptions, openLink } from './link.ts'
import type { PageSignals } from './page-signals.ts'
import type { ConnectionState } from './state.ts'
import { type ConnectionEvent, type Effect, type Machine, publicState, transition } from './transition.ts'

export interface ConnectionOptions extends LinkOptions {
  /** The server's address, for messages. */
  server: string
  clock: Clock
  random: () => number
  signals: PageSignals
}

export interface ConnectionHandlers {
  /** Before the state turns `online`. */
  welcome(reply: ConnectReply): void
  frame(frame: ServerFrame): void
  state(state: ConnectionState): void
}

/** Runs what `transition` decides: one socket at a time, one alarm, the page's signals. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #handlers: ConnectionHandlers
  readonly #queue: ConnectionEvent[] = []
  #machine: Machine = { status: 'idle' }
  #state: ConnectionState = { status: 'idle' }
  #link: Link | undefined
  #cancelWake: (() => void) | undefined
  #stopSignals: (() => void) | undefined

  constructor(options: ConnectionOptions, handlers: ConnectionHandlers) {
    this.#options = options
    this.#handlers = handlers
  }

  get state(): ConnectionState {
    return this.#state
  }

  start(): void {
    this.#dispatch({ type: 'start' })
  }

  stop(): void {
    this.#dispatch({ type: 'stop' })
  }

  /** Ends it for good, as if the server had. */
  end(error: ChatError): void {
    this.#dispatch({ type: 'end', error })
  }

  /** Skips the wait. */
  retry(): void {
    this.#dispatch({ type: 'retry' })
  }

  /** Does nothing unless online. */
  send(frame: unknown): void {
    this.#link?.send(toJson(frame))
  }

  /** Ends the socket without a word, as when the page goes away. */
  drop(): void {
    this.#link?.close(false)
    this.#link = undefined
    this.stop()
  }

  /** One event after the other, also when a listener causes the next one. */
  #dispatch(event: ConnectionEvent): void {
    if (this.#queue.push(event) > 1) return
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      this.#step(next)
      this.#queue.shift()
    }
  }

  #step(event: ConnectionEvent): void {
    const { clock, random, signals, server } = this.#options
    const env = { now: clock.now(), random: random(), offline: signals.offline(), server }
    const [machine, effects] = transition(this.#machine, event, env)
    const changed = machine !== this.#machine
    this.#machine = machine
    for (const effect of effects) this.#run(effect)
    if (!changed) return
    this.#listen(machine.status !== 'idle' && machine.status !== 'closed')
    this.#state = publicState(machine)
    this.#handlers.state(this.#state)
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'openSocket':
        this.#open()
        return
      case 'closeSocket':
        this.#link?.close(true)
        this.#link = undefined
        return
      case 'wakeAt':
        this.#cancelWake?.()
        this.#cancelWake = this.#options.clock.after(effect.at - this.#options.clock.now(), () =>
          this.#dispatch({ type: 'alarm' }),
        )
        return
      case 'cancelWake':
        this.#cancelWake?.()
        return
      case 'probe':
        this.#link?.probe()
        return
    }
  }

  #open(): void {
    this.#link = openLink(this.#options, {
      ready: reply => {
        this.#handlers.welcome(reply)
        this.#dispatch({ type: 'ready' })
      },
      frame: frame => this.#handlers.frame(frame),
      end: ending => {
        this.#link = undefined
        this.#dispatch({ type: 'lost', ending })
      },
    })
  }

  #listen(active: boolean): void {
    if (active) this.#stopSignals ??= this.#options.signals.listen(type => this.#dispatch({ type }))
    else {
      this.#stopSignals?.()
      this.#stopSignals = undefined
    }
  }
}
