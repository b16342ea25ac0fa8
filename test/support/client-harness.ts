import type { ChatRoom } from '../../sdk/client/chat-room.ts'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
// what the client loads when it is wanted is here at once
import '../../sdk/client/directory-part.ts'
import '../../sdk/client/http-part.ts'
import '../../sdk/client/identity-part.ts'
import { latePages } from '../../sdk/client/log/late-pages.ts'
import type { ChatClient, ChatClientOptions, Room, RoomEvents } from '../../sdk/client/types.ts'
import type { ChangeEvent } from '../../sdk/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../sdk/protocol/limits.ts'
import type { JoinedRoom } from '../../sdk/protocol/replies.ts'
import { latePager } from '../../sdk/store/late-pager.ts'
import { type FakeSocket, type FakeSockets, fakeSockets } from './fake-socket.ts'
import { settle, VirtualClock } from './virtual-clock.ts'

await latePages()
await latePager()

export const ADA = { id: 'u1', name: 'Ada' }
export const BOB = { id: 'u2', name: 'Bob' }

export interface Harness {
  client: ChatClient
  clock: VirtualClock
  sockets: FakeSockets
  /** Lets time pass until the client tries again; answers the wait in ms. */
  nextTry(): Promise<number>
  /** Opens the newest socket and answers its `connect`; rooms it names are joined as `rooms` says. */
  welcome(rooms?: object[], fields?: object): Promise<FakeSocket>
  /** Connects, joins `lobby` at seq 0 of epoch `e1`. */
  enter(fields?: Partial<JoinedRoom>): Promise<{ socket: FakeSocket; room: Room; log: RoomLogEntry[] }>
}

export type RoomLogEntry = { [K in keyof RoomEvents]: [K, RoomEvents[K]] }[keyof RoomEvents]

export function harness(options: Partial<ChatClientOptions> = {}): Harness {
  const clock = new VirtualClock()
  const sockets = fakeSockets()
  let cids = 0
  const client = createChatClient({
    server: 'https://chat.example',
    token: 't1',
    WebSocket: sockets.WebSocket,
    clock,
    random: () => 0.5,
    cid: () => `c${++cids}`,
    ...options,
  })
  const welcome = async (rooms: object[] = [], fields: object = {}) => {
    await settle()
    const socket = sockets.last
    socket.open()
    socket.ok('connect', { ...connected(), serverAt: clock.now(), rooms, ...fields })
    await settle()
    return socket
  }
  return {
    client,
    clock,
    sockets,
    welcome,
    async nextTry() {
      const state = client.status
      if (state.status !== 'waiting') throw new Error(`not waiting but ${state.status}`)
      const ms = state.retryAt - clock.now()
      await clock.run(ms)
      return ms
    },
    async enter(fields = {}) {
      const room = client.room('lobby')
      const log = record(room)
      const done = Promise.all([client.connect(), room.join()])
      const socket = await welcome([joined(fields)])
      await done
      return { socket, room, log }
    },
  }
}

export function connected(): object {
  return { user: ADA, sessionId: 's1', protocol: 1, heartbeatMs: 25_000, serverAt: 0, limits: DEFAULT_LIMITS }
}

export function joined(fields: object = {}): object {
  const presence = { version: 1, count: 1, complete: true, users: [ADA] }
  return { room: 'lobby', epoch: 'e1', seq: 0, recovered: false, messages: [], more: false, presence, ...fields }
}

export function message(seq: number, fields: object = {}): { type: 'new_message'; seq: number; room: string } {
  const rest = { id: `m${seq}`, cid: `x${seq}`, user: BOB, text: `text ${seq}`, sentAt: seq }
  return { type: 'new_message', room: 'lobby', seq, ...rest, ...fields }
}

/** A change of the message `m<target>`. */
export function change(type: string, target: number, seq: number, fields: object = {}): ChangeEvent {
  const place = { room: 'lobby', seq, id: `e${seq}`, cid: `x${seq}`, user: BOB, sentAt: seq }
  return { type, messageId: `m${target}`, target, ...place, ...fields } as ChangeEvent
}

/** Everything the room says, from now on. */
export function record(room: Room | ChatRoom): RoomLogEntry[] {
  const log: RoomLogEntry[] = []
  const contents = ['state', 'page', 'event', 'message', 'changed', 'pins', 'gap'] as const
  const names = [...contents, 'draft', 'discarded', 'members', 'typing', 'rights', 'info', 'held'] as const
  for (const name of names) room.on(name, value => log.push([name, value] as RoomLogEntry))
  return log
}

/** What of one event was said. */
export function of<K extends keyof RoomEvents>(log: readonly RoomLogEntry[], name: K): RoomEvents[K][] {
  return log.filter(([at]) => at === name).map(([, value]) => value as RoomEvents[K])
}
