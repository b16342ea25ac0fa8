import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'

type Frame = { type: string; ref?: number } & Record<string, unknown>

/** A user without a browser: plain HTTP and plain frames. */
export interface RawUser {
  name: string
  /** Resolves with the reply's `ok`; rejects with its code and sentence. */
  request(type: string, fields: Record<string, unknown>): Promise<Frame>
  say(room: string, text: string): Promise<Frame>
  /** Waits until a message of this text has come. */
  sees(text: string): Promise<void>
  /** Leaves without grace. */
  leave(): Promise<void>
  /** Ends the session, so that the name is free. */
  logout(): Promise<void>
}

/** Logs in by name and joins `room`. */
export async function rawUser(server: string, name: string, room = 'lobby'): Promise<RawUser> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(`${server}/login`, { method: 'POST', headers, body: JSON.stringify({ username: name }) })
  const login = (await response.json()) as { token: string; error?: { code: string; message: string } }
  if (!response.ok) throw new Error(`${login.error?.code}: ${login.error?.message}`)

  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/ws`, 'chat.v1')
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const waiting = new Map<number, { resolve: (frame: Frame) => void; reject: (error: Error) => void }>()
  const texts = new Set<unknown>()
  const readers = new Set<() => void>()
  let ref = 0
  socket.on('message', data => {
    for (const frame of [JSON.parse(String(data))].flat() as Frame[]) {
      if (frame.type === 'new_message') {
        texts.add(frame.text)
        for (const look of [...readers]) look()
      }
      const request = frame.ref === undefined ? undefined : waiting.get(frame.ref)
      if (!request || frame.ref === undefined) continue
      waiting.delete(frame.ref)
      if (frame.type === 'ok') request.resolve(frame)
      else request.reject(new Error(`${frame.code}: ${frame.message}`))
    }
  })
  socket.on('close', code => {
    for (const { reject } of waiting.values()) reject(new Error(`closed ${code}`))
  })
  const request = (type: string, fields: Record<string, unknown>) =>
    new Promise<Frame>((resolve, reject) => {
      waiting.set(++ref, { resolve, reject })
      socket.send(JSON.stringify({ type, ref, ...fields }))
    })
  await request('connect', { token: login.token, rooms: [{ room }] })

  return {
    name,
    request,
    say: (where, text) => request('send_message', { room: where, cid: randomUUID(), text }),
    sees: text =>
      new Promise(resolve => {
        const look = () => {
          if (!texts.has(text)) return
          readers.delete(look)
          resolve()
        }
        readers.add(look)
        look()
      }),
    async leave() {
      const closed = new Promise(resolve => socket.once('close', resolve))
      socket.send(JSON.stringify({ type: 'disconnect', ref: ++ref }))
      await closed
    },
    async logout() {
      const closed =
        socket.readyState === socket.CLOSED ? undefined : new Promise(resolve => socket.once('close', resolve))
      await fetch(`${server}/logout`, { method: 'POST', headers: { Authorization: `Bearer ${login.token}` } })
      await closed
    },
  }
}
