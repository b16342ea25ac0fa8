import WebSocket from 'ws'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient } from '../../sdk/client/types.ts'
import type { Ledger } from './ledger.ts'
import { Screen } from './screen.ts'

/** The real client, and what a person sees of it. It comes back by itself. */
export class Reader {
  readonly name: string
  readonly client: ChatClient
  readonly screens: readonly Screen[]
  #ended = false

  private constructor(name: string, server: string, rooms: readonly string[], ledger: Ledger) {
    this.name = name
    // waits of 10 ms, 20 ms, 40 ms: more would only make the test slow
    this.client = createChatClient({ server, WebSocket, random: () => 0.01 })
    this.client.on('status', state => {
      if (state.status === 'closed' && !this.#ended) ledger.fault(`${name} is out: ${state.error.code}`)
    })
    this.client.on('error', ({ code, message }) => ledger.fault(`${name} was told ${code}: ${message}`))
    this.screens = rooms.map(room => new Screen(this.client, room, what => ledger.fault(`${name} ${what}`)))
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
}
