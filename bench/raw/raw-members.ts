import WebSocket from 'ws'

export interface Frame {
  type: string
  ref?: number
  seq?: number
  [field: string]: unknown
}

/** Somebody who speaks chat.v1 over a socket of their own. */
export interface RawMember {
  ask(request: object): Promise<Frame>
  say(request: object): void
  /** The durable events that came, by their seqs. */
  readonly seqs: Set<number>
  /** Is told of each message that comes. */
  heard: (message: Frame) => void
  end(): void
}

const ROOM = 'bench0'

/** So many members of one room on a port. */
export async function rawMembers(port: number, count: number): Promise<RawMember[]> {
  const members: RawMember[] = []
  for (let n = 0; n < count; n++) members.push(await enterAs(port, await logIn(port, `raw ${n}`), [ROOM]))
  return members
}

export async function logIn(port: number, username: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const login = await fetch(`http://127.0.0.1:${port}/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ username }),
  })
  return ((await login.json()) as { token: string }).token
}

/** Whoever has this token, in these rooms. */
export async function enterAs(port: number, token: string, rooms: readonly string[]): Promise<RawMember> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, 'chat.v1')
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const waiting = new Map<number, (frame: Frame) => void>()
  const seqs = new Set<number>()
  let last = 0
  const say = (request: object) => socket.send(JSON.stringify({ ref: ++last, room: ROOM, ...request }))
  const ask = (request: object) =>
    new Promise<Frame>(resolve => {
      waiting.set(last + 1, resolve)
      say(request)
    })
  const member: RawMember = { ask, say, seqs, heard: () => {}, end: () => socket.terminate() }
  socket.on('message', data => {
    for (const frame of [JSON.parse(String(data))].flat() as Frame[]) {
      if (frame.ref !== undefined) {
        waiting.get(frame.ref)?.(frame)
        waiting.delete(frame.ref)
      } else if (frame.seq !== undefined && frame.type !== 'resync') {
        seqs.add(frame.seq)
        if (frame.type === 'new_message') member.heard(frame)
      }
    }
  })
  const connected = await ask({ type: 'connect', token, rooms: rooms.map(room => ({ room })) })
  const refused =
    connected.type === 'ok' ? JSON.stringify(connected.rooms).match(/"error":{[^}]*}/)?.[0] : JSON.stringify(connected)
  if (refused) throw new Error(`A member is refused: ${refused}`)
  return member
}
