// What chat.v1 costs at the least: its login, connect, events and acknowledgements, and a store with the same durability, on
// uWebSockets.js; without checks, presence, limits, retention, metrics or anything else that a chat needs.
// node bare.mjs PORT DATA WINDOW: messages of so many milliseconds are committed, then published, together.

import uWS from 'uWebSockets.js'
import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

const [port, data, windowMs] = process.argv.slice(2)
const app = uWS.App()
const decoder = new TextDecoder()
const store = new Worker(new URL('./bare-store.mjs', import.meta.url), { workerData: path.join(data, 'bare.db') })
await once(store, 'message')

/** As long as what a member of a large room is told when it joins. */
const WELCOME = JSON.stringify({ type: 'ok', ref: 1, names: 'n'.repeat(4_500) })
let last = 0
let waiting = []
let committing = []

function commit() {
  committing = waiting
  waiting = []
  store.postMessage(committing.map(({ room, user, cid, text, id, sentAt }) => [room, user, cid, text, id, sentAt]))
}

store.on('message', seqs => {
  const frames = new Map()
  for (const [at, { ws, ref, room, user, cid, text, id, sentAt }] of committing.entries()) {
    const place = `"room":"${room}","seq":${seqs[at]},"id":"${id}"`
    const who = `"cid":"${cid}","user":{"id":"${user}","name":"${user}"}`
    const event = `{"type":"new_message",${place},${who},"text":${JSON.stringify(text)},"sentAt":${sentAt}}`
    const events = frames.get(room)
    if (events) events.push(event)
    else frames.set(room, [event])
    ws.cork(() => ws.send(`{"type":"ok","ref":${ref},${place},"sentAt":${sentAt},"duplicate":false}`))
  }
  for (const [room, events] of frames) app.publish(room, events.length === 1 ? events[0] : `[${events.join(',')}]`)
  committing = []
  if (waiting.length > 0) setTimeout(commit, Number(windowMs))
})

app.post('/login', res => {
  res.onAborted(() => {})
  res.onData((_, isLast) => {
    if (!isLast) return
    const user = `user-number-${++last}`
    const login = { token: `${user}-with-a-token-as-long`, user: { id: user, name: user }, expiresAt: Date.now() }
    res.cork(() => {
      res.writeHeader('Content-Type', 'application/json').end(JSON.stringify(login))
    })
  })
})

app.ws('/ws', {
  maxBackpressure: 64 * 1024 * 1024,
  idleTimeout: 120,
  upgrade(res, req, context) {
    const [key, protocol, extensions] = ['key', 'protocol', 'extensions'].map(name =>
      req.getHeader(`sec-websocket-${name}`),
    )
    res.upgrade({ user: `user-number-${++last}` }, key, protocol, extensions, context)
  },
  message(ws, message) {
    const { type, ref, rooms, room, cid, text } = JSON.parse(decoder.decode(message))
    if (type === 'connect') {
      ws.subscribe(rooms[0].room)
      ws.send(WELCOME)
      return
    }
    const { user } = ws.getUserData()
    waiting.push({ ws, ref, room, user, cid, text, id: `number-${++last}`, sentAt: Date.now() })
    if (waiting.length === 1 && committing.length === 0) setTimeout(commit, Number(windowMs))
  },
})
app.listen('127.0.0.1', Number(port), socket => {
  if (!socket) process.exit(1)
})
