// `ws` as it is usually used: parse, make the event, send it to each member of the room that the path names.
// node plain-ws.mjs PORT
import { WebSocketServer } from 'ws'

const rooms = new Map()
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false })

server.on('connection', (socket, { url }) => {
  const members = rooms.get(url) ?? new Set()
  rooms.set(url, members.add(socket))
  socket.on('close', () => members.delete(socket))
  socket.on('message', data => {
    const { text } = JSON.parse(data)
    const event = JSON.stringify({ type: 'new_message', username: 'u', text, timestamp: new Date().toISOString() })
    for (const member of members) if (member.readyState === 1) member.send(event)
  })
})
