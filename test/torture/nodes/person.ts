import WebSocket from 'ws'
import { createChatClient } from '../../../sdk/client/create-chat-client.ts'
import type { ChatClient } from '../../../sdk/client/types.ts'
import { Screen } from '../screen.ts'
import type { Book } from './book.ts'

/** A person with the real client, as it is on a page: it waits as long between its tries, and is never reloaded. */
export class Person {
  readonly name: string
  readonly client: ChatClient
  readonly screens: readonly Screen[]
  token = ''
  #ended = false

  private constructor(name: string, server: string, rooms: readonly string[], book: Book) {
    this.name = name
    this.client = createChatClient({ server, WebSocket })
    this.client.on('error', ({ code, message }) => {
      if (!this.#ended) book.fault(`${name} was told ${code}: ${message}`)
    })
    this.screens = rooms.map(room => new Screen(this.client, room, what => book.fault(`${name} ${what}`)))
  }

  /** `isOneOfUs`: nobody of them ever leaves. */
  static async enter(
    name: string,
    server: string,
    rooms: readonly string[],
    book: Book,
    isOneOfUs: (userId: string) => boolean,
  ): Promise<Person> {
    const person = new Person(name, server, rooms, book)
    const { client, screens } = person
    const { token } = await client.login(name)
    person.token = token
    client.on('session', session => {
      if (!person.#ended && session?.token !== token) book.fault(`${name} has another session`)
    })
    for (const { room } of screens) {
      room.on('members', ({ left }) => {
        for (const user of left)
          if (!person.#ended && isOneOfUs(user.id)) book.fault(`${name} saw ${user.name} leave ${room.name}`)
      })
      room.on('state', state => {
        if (state.status === 'refused') book.fault(`${name} was refused ${room.name}: ${state.error.code}`)
      })
    }
    await Promise.all([client.connect(), ...screens.map(({ room }) => room.join())])
    return person
  }

  get id(): string {
    return this.client.user?.id ?? ''
  }

  close(): void {
    this.#ended = true
    this.client.close()
  }
}
