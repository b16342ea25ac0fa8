import { ask, type Question, type Reply } from '../ask.ts'
import { type OpenedSocket, openSocket } from '../open-socket.ts'

export interface Connected extends OpenedSocket {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
  hello: any
  token: string
}

/** A program that talks to a started server, from an address of its own, so that it has all of an address' shares. */
export interface Visitor {
  ask(path: string, question?: Question): Promise<Reply>
  login(body?: string): Promise<Reply>
  /** A socket that has not said `connect`. */
  open(): Promise<OpenedSocket>
  /** Connects by this token, or as somebody new. */
  connect(token?: string, rooms?: object[]): Promise<Connected>
}

let addresses = 0
let names = 0

export function visitor(server: { url: string; wsUrl: string }): Visitor {
  addresses++
  const localAddress = `127.1.${addresses >> 8}.${addresses & 255}`
  const question = (path: string, asked: Question = {}) => ask(server.url + path, { ...asked, localAddress })
  const login = (body = JSON.stringify({ username: `Visitor ${++names}` })) =>
    question('/login', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  const open = () => openSocket(server.wsUrl, { localAddress })
  return {
    ask: question,
    login,
    open,
    async connect(token, rooms = []) {
      const known = token ?? ((await login()).json.token as string)
      const socket = await open()
      socket.send({ type: 'connect', ref: 1, token: known, rooms })
      const hello = await socket.next(({ ref }) => ref === 1)
      return { ...socket, hello, token: known }
    },
  }
}

let nextRef = 1_000

/** Sends these requests at once and counts the answers that `counts` before the first that it does not. */
export async function countUntil(
  socket: OpenedSocket,
  requests: readonly object[],
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
  counts: (reply: any) => boolean,
  perFrame = 100,
): Promise<number> {
  const first = nextRef
  nextRef += requests.length
  const frames = requests.map((request, n) => ({ ...request, ref: first + n }))
  for (let at = 0; at < frames.length; at += perFrame) {
    socket.socket.send(JSON.stringify(frames.slice(at, at + perFrame)))
  }
  for (let n = 0; n < frames.length; n++) {
    if (!counts(await socket.next(({ ref }) => ref === first + n))) return n
  }
  return frames.length
}

export const notLimited = (reply: { code?: string }) => reply.code !== 'rate_limited'

export const repeat = <T>(times: number, make: (n: number) => T): T[] =>
  Array.from({ length: times }, (_, n) => make(n))
