import { isOwn } from '../../../client/person.ts'
import type { ChatClient, Room } from '../../../client/types.ts'
import type { Clock } from '../../../lib/clock.ts'
import { applyEvent } from '../../../protocol/apply-event.ts'
import type { MessagePinnedEvent } from '../../../protocol/durable-events.ts'
import type { Message, User } from '../../../protocol/records.ts'

/** After which it is asked again for what did not come. ms. */
const AGAIN_MS = 5_000

export interface PinnedMessages {
  /** As they stand, newest pin first; without what is deleted or not here yet. */
  readonly all: readonly Message[]
  /** Who pinned it, where that happened while somebody looked. */
  by(id: string): User | undefined
  /** It happened before this was there. */
  hear(event: MessagePinnedEvent): void
  stop(): void
}

/** Follows the pinned messages of a room, however far up they are; `told`: one was pinned or unpinned just now. */
export function followPinned(
  room: Room,
  client: ChatClient,
  clock: Clock,
  changed: () => void,
  told: (event: MessagePinnedEvent, message: Message | undefined, own: boolean) => void,
): PinnedMessages {
  let known = new Map<string, Message>()
  /** Of the ids that are pinned, those that the server has no message of. */
  let gone = new Set<string>()
  const pinners = new Map<string, User>()
  let asking = false
  let stopped = false
  let cancel = () => {}

  /** Nothing is kept of what is pinned no more: there are never more than the server lets be pinned. */
  function follow(): void {
    const { pins } = room
    const before = known
    known = new Map()
    for (const id of pins) {
      const message = before.get(id) ?? room.message(id)
      if (message) known.set(id, message)
    }
    for (const id of pinners.keys()) if (!pins.includes(id)) pinners.delete(id)
    gone = new Set(pins.filter(id => gone.has(id)))
    changed()
    void ask()
  }

  async function ask(): Promise<void> {
    const ids = room.pins.filter(id => !known.has(id) && !gone.has(id))
    if (asking || stopped || ids.length === 0) return
    asking = true
    cancel()
    try {
      const { messages } = await room.history({ ids })
      const pinned = new Set(room.pins)
      for (const message of messages) if (pinned.has(message.id)) known.set(message.id, message)
      for (const id of ids) if (!known.has(id)) gone.add(id)
      asking = false
      if (!stopped) follow()
    } catch {
      // No connection, or a room that was left
      asking = false
      if (!stopped) cancel = clock.after(AGAIN_MS, ask)
    }
  }

  /** Who pinned it is known from then on; `live`: just now. */
  function hear(event: MessagePinnedEvent, live = true): void {
    if (event.on) pinners.set(event.messageId, event.user)
    if (live) told(event, room.message(event.messageId) ?? known.get(event.messageId), isOwn(event.user, client))
  }

  const undo = [
    room.on('pins', follow),
    room.on('page', () => {
      // What is known may have changed unseen
      known.clear()
      gone.clear()
      follow()
    }),
    room.on('event', ({ event, live }) => {
      if (!('messageId' in event)) return
      const message = known.get(event.messageId)
      const now = message && applyEvent(message, event, client.user?.id)
      if (now && now !== message) {
        known.set(now.id, now)
        changed()
      }
      if (event.type === 'message_pinned') hear(event, live)
    }),
  ]
  follow()
  return {
    get all() {
      return room.pins.flatMap(id => known.get(id) ?? []).filter(({ deleted }) => !deleted)
    },
    by: id => pinners.get(id),
    hear,
    stop() {
      stopped = true
      cancel()
      for (const end of undo) end()
    },
  }
}
