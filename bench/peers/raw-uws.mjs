// The limit: what uWebSockets.js publishes by itself, without JSON, checks or a store.
// node raw-uws.mjs PORT [WINDOW]: with a window, messages of so many milliseconds go out as one array.
// The path of the upgrade is the room.
import uWS from 'uWebSockets.js'

const [port, windowMs] = process.argv.slice(2).map(Number)
const app = uWS.App()
const decoder = new TextDecoder()
/** What each room gathers at the moment. */
const waiting = new Map()

function gather(room, message) {
  const texts = waiting.get(room)
  if (texts) return texts.push(message)
  waiting.set(room, [message])
  setTimeout(() => {
    const all = waiting.get(room)
    waiting.delete(room)
    app.publish(room, `[${all.join(',')}]`)
  }, windowMs)
}

app.ws('/*', {
  maxBackpressure: 64 * 1024 * 1024,
  idleTimeout: 120,
  upgrade(res, req, context) {
    const [key, protocol, extensions] = ['key', 'protocol', 'extensions'].map(name =>
      req.getHeader(`sec-websocket-${name}`),
    )
    res.upgrade({ room: req.getUrl() }, key, protocol, extensions, context)
  },
  open(ws) {
    ws.subscribe(ws.getUserData().room)
  },
  message(ws, message, isBinary) {
    const { room } = ws.getUserData()
    if (windowMs) gather(room, JSON.stringify(decoder.decode(message)))
    else app.publish(room, message, isBinary)
  },
})
app.listen('127.0.0.1', port, socket => {
  if (!socket) process.exit(1)
})
