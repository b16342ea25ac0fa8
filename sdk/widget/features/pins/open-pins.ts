import type { RoomStore } from '../../../store/room-store.ts'
import { Part } from '../../parts/part.ts'
import type { PinsHost } from './pins-host.ts'

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
  let undo = () => {}

  function look(): void {
    const store = host.shown()
    if (store !== heard) {
      undo()
      heard = store
      // What is pinned may be far from all that is drawn
      undo = store?.room.on('pins', host.draw) ?? (() => {})
    }
    if (!store) return
    if (store.room.pins.length > 0 || store.view.rights.can?.has('pin')) part.load()
    pins ??= part.file?.createPins(host)
    pins?.look()
  }

  return {
    look,
    stop() {
      undo()
      part.stop()
      pins?.stop()
    },
  }
}
