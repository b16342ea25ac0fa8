import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Message, User } from '../../../sdk/protocol/records.ts'

interface Told {
  event: DurableEvent & { type: 'new_message' }
  text: string
  rev: number | undefined
  editedAt: number | undefined
  by: 'author' | 'moderator' | undefined
  mentions: User[] | undefined
  pinned: boolean
  /** By emoji, in the order in which their counts rose from 0: who, in their order. */
  reactions: Map<string, User[]>
}

/**
 * What a room must look like, worked out from the events that were delivered alone, by a reader who counts reactions and
 * follows quotes on their own: nothing of it is taken from the code under test.
 */
export class Oracle {
  readonly #told = new Map<string, Told>()
  /** All ids of one person. */
  readonly #idsOf: (userId: string) => readonly string[]
  readonly events: DurableEvent[] = []
  pins: string[] = []

  constructor(idsOf: (userId: string) => readonly string[] = userId => [userId]) {
    this.#idsOf = idsOf
  }

  hear(event: DurableEvent): void {
    this.events.push(event)
    if (event.type === 'new_message') {
      const { text, mentions } = event
      const rest = { rev: undefined, editedAt: undefined, by: undefined, pinned: false, reactions: new Map() }
      this.#told.set(event.id, { event, text, mentions, ...rest })
      return
    }
    if (!('messageId' in event)) return
    const told = this.#told.get(event.messageId)
    if (told === undefined || told.by !== undefined)
      throw new Error(`A change of what is not there: ${JSON.stringify(event)}`)
    if (told.event.seq !== event.target) throw new Error('A change names another place than that of its message.')
    told.rev = event.seq
    switch (event.type) {
      case 'message_edited':
        Object.assign(told, { text: event.text, mentions: event.mentions, editedAt: event.sentAt })
        break
      case 'message_deleted':
        Object.assign(told, { text: '', by: event.by, mentions: undefined, editedAt: undefined, pinned: false })
        told.reactions.clear()
        this.pins = this.pins.filter(id => id !== event.messageId)
        break
      case 'reaction': {
        const ids = this.#idsOf(event.user.id)
        const users = (told.reactions.get(event.emoji) ?? []).filter(({ id }) => !ids.includes(id))
        if (event.on) users.push(event.user)
        if (users.length > 0) told.reactions.set(event.emoji, users)
        else told.reactions.delete(event.emoji)
        break
      }
      case 'message_pinned':
        told.pinned = event.on
        this.pins = this.pins.filter(id => id !== event.messageId)
        if (event.on) this.pins.unshift(event.messageId)
    }
  }

  get(messageId: string): Message | undefined {
    const told = this.#told.get(messageId)
    return told && this.#messageOf(told)
  }

  /** All messages as they stand, oldest first. */
  messages(): Message[] {
    return [...this.#told.values()].map(told => this.#messageOf(told))
  }

  /** An event as it may be read back: with no more than what stands. */
  readBack(event: DurableEvent): DurableEvent {
    if (event.type !== 'new_message' && !('messageId' in event)) return event
    const told = this.#told.get(event.type === 'new_message' ? event.id : event.messageId) as Told
    if (event.type === 'new_message') return { ...this.#messageOf(told), type: 'new_message' }
    if (event.type === 'reaction' && told.by !== undefined) return { ...event, count: 0, users: [] }
    if (event.type !== 'message_edited') return event
    const { mentions: _, text: __, ...rest } = event
    if (told.by !== undefined) return { ...rest, text: '', deleted: true }
    return { ...rest, text: told.text, ...(told.mentions && { mentions: told.mentions }) }
  }

  own(userId: string): Map<number, string[]> {
    const own = new Map<number, string[]>()
    const ids = this.#idsOf(userId)
    for (const { event, reactions } of this.#told.values()) {
      const emoji = [...reactions].filter(([, users]) => users.some(({ id }) => ids.includes(id))).map(([each]) => each)
      if (emoji.length > 0) own.set(event.seq, emoji.sort())
    }
    return own
  }

  #messageOf({ event, text, rev, editedAt, by, mentions, pinned, reactions }: Told): Message {
    const { room, seq, id, cid, user, sentAt, replyTo } = event
    const message: Message = { room, seq, id, cid, user, text, sentAt }
    if (rev !== undefined) message.rev = rev
    if (by !== undefined) return { ...message, deleted: true, by }
    if (editedAt !== undefined) message.editedAt = editedAt
    if (replyTo) {
      const quoted = this.#told.get(replyTo.messageId) as Told
      const gone = quoted.by !== undefined
      message.replyTo = {
        messageId: replyTo.messageId,
        target: quoted.event.seq,
        user: quoted.event.user,
        text: gone ? '' : [...quoted.text].slice(0, 140).join(''),
        ...(gone && { deleted: true }),
      }
    }
    if (mentions) message.mentions = mentions
    if (reactions.size > 0)
      message.reactions = [...reactions].map(([emoji, users]) => ({
        emoji,
        count: users.length,
        users: users.slice(0, 3),
      }))
    if (pinned) message.pinned = true
    return message
  }
}
