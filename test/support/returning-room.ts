import { type WebSocket, WebSocketServer } from 'ws'
import { compileGenerator } from '../../bench/compile-generator.ts'
import { type Answer, Generator } from '../../bench/generator.ts'
import { freePort } from './server-kit/free-port.ts'
import { until } from './server-kit/until.ts'

interface Event {
  seq: number
  text: string
}

/** What may go wrong when a member comes back. */
export interface Returning {
  /** What it is told of the events that it missed. */
  missed?(events: Event[]): Event[]
  /** More missed events than this are not told but left to be paged through. */
  most?: number
}

const MEMBERS = 10
const PAGE = 4
const SPEAK = [
  ...['--hello', '{"type":"connect"}', '--await', '"ref":1', '--senders', '2'],
  ...['--again', '{"type":"connect","epoch":"{epoch}","seq":{seq}}', '--send', '{"text":"{msg}"}'],
  ...['--page', '{"type":"history"{before}}'],
]

/** A room of a small server of the test's own, half of which is cut off while messages flow and comes back. */
export async function returnToRoom({ missed = events => events, most = 1_000 }: Returning): Promise<Answer> {
  const log: Event[] = []
  const joined = new Set<WebSocket>()
  const server = new WebSocketServer({ host: '127.0.0.1', port: await freePort() })
  const page = (before: number) => {
    const messages = log.filter(({ seq }) => seq < before).slice(-PAGE)
    return { messages, more: (messages[0]?.seq ?? 1) > 1 }
  }
  server.on('connection', socket => {
    socket.on('close', () => joined.delete(socket))
    socket.on('message', data => {
      const { type, seq, before, text } = JSON.parse(String(data))
      if (type === 'history') return socket.send(JSON.stringify({ ref: 7, ...page(before) }))
      if (type === 'connect') {
        joined.add(socket)
        const events = log.filter(event => event.seq > (seq ?? log.length))
        const recovered = seq !== undefined && events.length <= most
        const found = recovered ? { events: missed(events) } : page(log.length + 1)
        return socket.send(JSON.stringify({ ref: 1, epoch: 'e', seq: log.length, recovered, ...found }))
      }
      log.push({ seq: log.length + 1, text })
      for (const member of joined) member.send(JSON.stringify(log.at(-1)))
    })
  })
  await until('it listens', () => server.address() !== null)
  const generator = new Generator(compileGenerator(), ['--port', String(server.options.port), ...SPEAK])
  try {
    await generator.ask('server', process.pid)
    await generator.ask('connect', MEMBERS, 0)
    await generator.ask('flow', 200)
    await until('some are sent', () => log.length > 10)
    for (const member of [...joined].slice(MEMBERS / 2)) member.terminate()
    const cut = log.length
    await until('the others go on', () => log.length > cut + 20)
    return await generator.ask('recover', 20)
  } finally {
    generator.stop()
    for (const member of server.clients) member.terminate()
    server.close()
  }
}
