import { askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { HONEST_ROOM } from './request-text.ts'

const PAUSE_MS = 60
const WITHIN_MS = 10_000

export interface HonestUser {
  name: string
  socket: OpenedSocket
}

/** Logs in, connects and joins the honest room, from an address of its own. */
export async function honestUser(url: string, wsUrl: string, name: string, address: string): Promise<HonestUser> {
  const headers = { 'X-Forwarded-For': address }
  const { status, json } = await askLogin(url, name, headers)
  if (status !== 200) throw new Error(`${name} cannot log in: ${status}`)
  const socket = await openSocket(wsUrl, { headers })
  socket.send({ type: 'connect', ref: 1, token: json.token, rooms: [{ room: HONEST_ROOM }] })
  await socket.next(({ ref }) => ref === 1)
  return { name, socket }
}

/** Two users who talk to each other, one message at a time, and expect of a chat what people do. */
export class HonestPair {
  readonly #users: readonly [HonestUser, HonestUser]
  readonly #talk: Promise<void>
  #talking = true
  #fault: unknown
  /** Of each message, from sending it until it was acknowledged and both had it. ms. */
  readonly latencies: number[] = []

  constructor(users: readonly [HonestUser, HonestUser]) {
    this.#users = users
    this.#talk = this.#run().catch(error => {
      this.#fault = error
    })
  }

  /** Resolves when they have said their last word; rejects with what disturbed them. */
  async stop(): Promise<void> {
    this.#talking = false
    await this.#talk
    if (this.#fault !== undefined) throw this.#fault
  }

  /** What each was told beside the messages, the answers and the heartbeat. */
  otherNews(): unknown[] {
    const quiet = ['new_message', 'ok', 'head']
    return this.#users.flatMap(({ name, socket }) =>
      socket.received.filter(({ type }) => !quiet.includes(type)).map(frame => ({ name, ...frame })),
    )
  }

  /** The seqs and texts that each was shown, in that order. */
  shown(): { seq: number; text: string }[][] {
    return this.#users.map(({ socket }) =>
      socket.received.filter(({ type }) => type === 'new_message').map(({ seq, text }) => ({ seq, text })),
    )
  }

  async #run(): Promise<void> {
    for (let turn = 0; this.#talking; turn++) {
      const from = this.#users[turn % 2] as HonestUser
      const ref = 2 + turn
      const cid = `honest-${turn}`
      const sentAt = performance.now()
      from.socket.send({ type: 'send_message', ref, room: HONEST_ROOM, cid, text: `word ${turn}` })
      const answer = await within(
        `the answer to word ${turn}`,
        from.socket.next(frame => frame.ref === ref),
      )
      if (answer.type !== 'ok' || answer.duplicate) throw new Error(`word ${turn}: ${JSON.stringify(answer)}`)
      for (const { name, socket } of this.#users)
        await within(
          `word ${turn} at ${name}`,
          socket.next(frame => frame.cid === cid),
        )
      this.latencies.push(performance.now() - sentAt)
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
    }
  }
}

function within<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${WITHIN_MS} ms.`)), WITHIN_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
