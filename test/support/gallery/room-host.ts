import type { RoomInfo } from '../../../sdk/client/types.ts'
import { openSheet } from '../../../sdk/widget/features/sheet/sheet.ts'
import type { Emit } from '../../../sdk/widget/views/view.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { me } from './cast.ts'
import { mount } from './mount.ts'
import { STATES } from './states.ts'

/** The host of what is opened over a room; a test puts others in the place of `now`, what is there at the moment. */
export function roomHost() {
  const shown = mount('busy')
  const asked: [room: string, query: string][] = []
  const heard = new Map<string, (value: never) => void>()
  /** One that can be searched, and tells of what `tell` says. */
  const store = (name: string) => {
    const room = {
      name,
      info: { kind: 'open' } as RoomInfo,
      message: (_: string): object | undefined => undefined,
      async search(query: string) {
        asked.push([name, query])
        return { messages: [], more: false }
      },
      on(type: string, listener: (value: never) => void) {
        heard.set(`${name} ${type}`, listener)
        return () => heard.delete(`${name} ${type}`)
      },
    }
    return { room, view: STATES.busy }
  }
  const lobby = store('lobby')
  const now = {
    server: 'https://chat.example',
    store: lobby,
    client: { user: me, rooms: () => [lobby.room], on: () => () => {} },
    view: { ...STATES.busy, rights: { role: undefined, can: new Set(['search']) } },
    open: true,
  }
  const clock = new VirtualClock()
  const host = {
    root: shown.root,
    clock,
    openSheet,
    server: () => now.server,
    lang: () => 'en',
    storage: () => 'local' as const,
    client: () => now.client,
    shown: () => now.store,
    view: () => now.view,
    chrome: () => ({ ...STATES.busy.chrome, open: now.open }),
    missed: { here: false, unreadIn: () => 1 },
    off: () => false,
    closed: () => {},
    say: () => {},
    emit: shown.emit as Emit,
  }
  const tell = (room: string, type: string, value: unknown) => heard.get(`${room} ${type}`)?.(value as never)
  return { ...shown, host, now, store, asked, tell, clock, sheet: () => shown.all('[role=dialog]')[0] }
}
