// A chat as it is usually written on Socket.IO.
// node socketio.mjs PORT [uws] [lists]: on uWebSockets.js; with the full list of users to everybody at each join.
import http from 'node:http'
import { Server } from 'socket.io'

const [port, ...words] = process.argv.slice(2)
const io = new Server({ transports: ['websocket'], perMessageDeflate: false })
const names = new Map()

io.on('connection', socket => {
  let room
  socket.on('join', ({ username, room: wanted }) => {
    room = wanted
    names.set(socket.id, username)
    socket.join(room)
    if (words.includes('lists')) {
      io.to(room).emit('user_joined', { username })
      io.to(room).emit('update_user_list', { users: [...names.values()] })
    }
    socket.emit('joined', {})
  })
  socket.on('send_message', ({ message }) => {
    const timestamp = new Date().toISOString()
    io.to(room).emit('new_message', { username: names.get(socket.id), message, timestamp })
  })
  socket.on('disconnect', () => names.delete(socket.id))
})

if (words.includes('uws')) {
  const { default: uWS } = await import('uWebSockets.js')
  const app = uWS.App()
  io.attachApp(app)
  app.listen('127.0.0.1', Number(port), () => {})
} else {
  io.attach(http.createServer().listen(Number(port), '127.0.0.1'))
}
