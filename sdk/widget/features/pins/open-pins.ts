import type { MessagePinnedEvent } from '../../../protocol/durable-events.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import { undoAll } from '../../behaviors/behavior.ts'
import { Part } from '../../parts/part.ts'
import type { PinsHost } from './pins-host.ts'

/** More are not told one by one. */
const MOST_EARLY = 5

/** Loads what shows pinned messages where there are some, or for who may pin. */
export function openPins(host: PinsHost): { look(): void; stop(): void } {
  const part = new Part({
    name: 'chat-pins.mjs',
    beside: () => import('./pins-part.ts'),
    clock: host.clock,
    server: host.server,
    changed: look,
  })
  let pins: { look(): void; stop(): void } | undefined
  let heard: RoomStore | undefined
  let undo: (() => void)[] = []
  /** What was pinned while the part was on its way, the last first. */
  let early: MessagePinnedEvent[] = []

  function look(): void {
    const store = host.shown()
    if (store !== heard) {
      undoAll(undo)
      heard = store
      early = []
      if (store)
        undo = [
          // What is pinned may be far from all that is drawn
          store.room.on('pins', host.draw),
          store.room.on('event', ({ event, live }) => {
            if (!pins && live && event.type === 'message_pinned') early = [event, ...early.slice(0, MOST_EARLY - 1)]
          }),
        ]
    }
    if (!store) return
    if (store.room.pins.length > 0 || store.view.rights.can?.has('pin')) part.load()
    pins ??= part.file?.createPins(host, early)
    pins?.look()
  }

  return {
    look,
    stop() {
      undoAll(undo)
      part.stop()
      pins?.stop()
    },
  }
}
