import type { Room } from '../../client/types.ts'
import type { Message } from '../../protocol/records.ts'
import type { Note } from '../kept/notes.ts'
import type { Fire } from './events.ts'

export interface RoomHearing {
  fire: Fire
  /** The next message came. */
  arrived(message: Message): void
}

/** Whose room it is, and what they have left in it. */
export interface RoomReader {
  own(message: Pick<Message, 'user'>): boolean
  readonly note: Note
  keep(change: Note): void
}

/** What is told to the page, and kept, of the room that is shown; returns what ends that. */
export function hearRoom(room: Room, { fire, arrived }: RoomHearing, reader: RoomReader): (() => void)[] {
  const names = ({ mentions }: Message) => mentions?.some(user => reader.own({ user }))

  function tellMention(message: Message, live: boolean): void {
    if (names(message) && !reader.own(message)) fire('chat-mention', { message, live })
  }

  return [
    room.on('page', ({ epoch, seq }) => {
      // Who is here for the first time has missed nothing, also before anybody counts
      if (reader.note.seen?.epoch !== epoch) reader.keep({ seen: { epoch, seq } })
    }),
    room.on('changed', change => {
      const { event, before, message, live } = change
      // Once, and not of those that quote it
      if (event.messageId !== message.id) return
      fire('chat-change', { type: event.type, ...change })
      if (!names(before)) tellMention(message, live)
    }),
    room.on('message', ({ message, live }) => {
      fire('chat-message', { message, own: reader.own(message), live })
      tellMention(message, live)
      arrived(message)
    }),
  ]
}
