import WebSocket from 'ws'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient, Room } from '../../sdk/client/types.ts'
import type { Message } from '../../sdk/protocol/records.ts'
import type { Ledger } from './ledger.ts'

/** What one client shows of one room. */
export interface Screen {
  room: Room
  /** In the order in which they were shown. */
  messages: Message[]
  epoch: string
  /** Pages of the same epoch that did not touch what was shown. */
  holes: number
}

/** The real client, and what a person sees of it. It comes back by itself. */
export class Reader {
  readonly name: string
  readonly client: ChatClient
  readonly screens: readonly Screen[]
  readonly #ledger: Ledger
  #ended = false

  private constructor(name: string, server: string, rooms: readonly string[], ledger: Ledger) {
    this.name = name
    this.#ledger = ledger
    // waits of 10 ms, 20 ms, 40 ms: more would only make the test slow
    this.client = createChatClient({ server, WebSocket, random: () => 0.01 })
    this.client.on('status', state => {
      if (state.status === 'closed' && !this.#ended) ledger.fault(`${name} is out: ${state.error.code}`)
    })
    this.client.on('error', ({ code, message }) => ledger.fault(`${name} was told ${code}: ${message}`))
    this.screens = rooms.map(room => this.#watch(this.client.room(room)))
  }

  static async enter(name: string, server: string, rooms: readonly string[], ledger: Ledger): Promise<Reader> {
    const reader = new Reader(name, server, rooms, ledger)
    await reader.client.login(name)
    await Promise.all([reader.client.connect(), ...reader.screens.map(({ room }) => room.join())])
    return reader
  }

  close(): void {
    this.#ended = true
    this.client.close()
  }

  #watch(room: Room): Screen {
    const screen: Screen = { room, messages: [], epoch: '', holes: 0 }
    room.on('page', ({ messages, keep, epoch }) => {
      screen.epoch = epoch
      if (!keep) screen.messages = []
      const last = screen.messages.at(-1)?.seq
      const fresh = messages.filter(({ seq }) => last === undefined || seq > last)
      if (last !== undefined && fresh[0] && fresh[0].seq !== last + 1) screen.holes++
      screen.messages.push(...fresh)
    })
    room.on('message', ({ message }) => {
      const last = screen.messages.at(-1)?.seq
      if (last !== undefined && message.seq !== last + 1)
        this.#ledger.fault(`${this.name} was shown ${message.seq} behind ${last} in ${room.name}`)
      screen.messages.push(message)
    })
    return screen
  }
}
