import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '..')
const PEERS = path.join(import.meta.dirname, 'peers')

/** One server that is measured: how it is started, and how the generator speaks to it. */
export interface BenchServer {
  name: string
  /** What tables and charts call it. */
  label: string
  /** Program and arguments. */
  command(place: { port: number; data: string }): string[]
  cwd: string
  /** Flags of the generator. */
  speak: readonly string[]
  /** Whether only the package of the peers brings it. */
  installed: boolean
}

const CONNECT = (position: string) =>
  `{"type":"connect","ref":1,"token":"{token}","rooms":[{"room":"bench{room}"${position}}]}`

const CHAT = [
  ...['--path', '/ws', '--subprotocol', 'chat.v1', '--login', '{"username":"user{i}"}'],
  ...['--hello', CONNECT(''), '--await', '"ref":1'],
  ...['--send', '{"type":"send_message","ref":9,"room":"bench{room}","cid":"{id}","text":"{msg}"}'],
]

const SOCKET_IO = [
  ...['--path', '/socket.io/?EIO=4&transport=websocket', '--pong', '2=>3', '--await', '"sid"'],
  ...['--hello', '40', '--await', '40{'],
  ...['--hello', '42["join",{"username":"user{i}","room":"r{room}"}]', '--await', '"joined"'],
  ...['--send', '42["send_message",{"message":"{msg}"}]'],
]

/** Flags with which a member of chat.v1 says where it stood when it comes back, and asks for what it missed. */
export const RETURNING = [
  ...['--again', CONNECT(',"epoch":"{epoch}","seq":{seq}')],
  ...['--page', '{"type":"history","ref":7,"room":"bench{room}"{before},"limit":100}'],
]

/** Our own server as it is built in a folder. */
export const chatIn = (
  root: string,
  name: string,
  label: string,
  transport = 'auto',
  more: readonly string[] = [],
): BenchServer => ({
  name,
  label,
  command: ({ port, data }) => [
    ...[process.execPath, path.join(root, 'server/bin/chat-widget-server.mjs')],
    ...['--port', String(port), '--host', '127.0.0.1', '--data', data, '--no-limits', '--transport', transport],
    ...more,
  ],
  cwd: root,
  speak: CHAT,
  installed: false,
})

const peer = (name: string, label: string, file: string, args: string[], speak: string[]): BenchServer => ({
  name,
  label,
  command: ({ port }) => [process.execPath, file, String(port), ...args],
  cwd: PEERS,
  speak,
  installed: file === 'socketio.mjs',
})

/** What chat.v1 costs at the least, with so many ms of messages in a commit. */
const bare = (name: string, label: string, windowMs: number): BenchServer => ({
  name,
  label,
  command: ({ port, data }) => [process.execPath, 'bare.mjs', String(port), data, String(windowMs)],
  cwd: PEERS,
  speak: CHAT,
  installed: false,
})

const SERVERS = [
  chatIn(ROOT, 'chat', 'chat-widget'),
  chatIn(ROOT, 'chat-ws', 'chat-widget on ws', 'ws'),
  chatIn(ROOT, 'chat-passwords', 'chat-widget with passwords', 'auto', ['--auth', 'guest,password']),
  peer('raw-uws', 'raw uWS', 'raw-uws.mjs', [], ['--path', '/r{room}']),
  peer('raw-uws-batched', 'raw uWS, 20 ms window', 'raw-uws.mjs', ['20'], ['--path', '/r{room}']),
  peer('raw-uws-27', 'raw uWS, 27 ms window', 'raw-uws.mjs', ['27'], ['--path', '/r{room}']),
  peer(
    'raw-uws-27-long',
    'the same, 246 bytes of text',
    'raw-uws.mjs',
    ['27'],
    ['--path', '/r{room}', '--size', '246'],
  ),
  bare('bare', 'the least of chat.v1', 5),
  bare('bare-window', 'the least of chat.v1, 25 ms window', 25),
  peer('ws', 'ws', 'plain-ws.mjs', [], ['--path', '/r{room}', '--send', '{"type":"send_message","text":"{msg}"}']),
  peer('socketio', 'Socket.IO', 'socketio.mjs', [], SOCKET_IO),
  peer('socketio-lists', 'Socket.IO, full lists', 'socketio.mjs', ['lists'], SOCKET_IO),
  peer('socketio-uws', 'Socket.IO on uWS', 'socketio.mjs', ['uws'], SOCKET_IO),
] as const

const BY_NAME = new Map(SERVERS.map(server => [server.name, server]))

export function serverNamed(name: string): BenchServer {
  const server = BY_NAME.get(name)
  if (!server) throw new Error(`There is no server ${name} to measure.`)
  return server
}
