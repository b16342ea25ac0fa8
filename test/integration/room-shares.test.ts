import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

describe.each(['uws', 'ws'] as const)('one address against the rooms of a server on %s', transport => {
  let server: StartedServer
  const sockets: OpenedSocket[] = []

  beforeAll(async () => {
    server = await startServer({ transport, trustedProxies: ['127.0.0.1'] })
  })
  afterAll(async () => {
    for (const { socket } of sockets) socket.terminate()
    await server.close()
  })

  async function enter(address: string, token: string, rooms: string[]) {
    const opened = await openSocket(server.wsUrl, { headers: { 'X-Forwarded-For': address } })
    sockets.push(opened)
    opened.send({ type: 'connect', ref: 1, token, rooms: rooms.map(room => ({ room })) })
    const { rooms: joined } = await opened.next(({ ref }) => ref === 1)
    return joined as { error?: { code: string } }[]
  }

  const login = async (name: string, address: string): Promise<string> =>
    (await askLogin(server.url, name, { 'X-Forwarded-For': address })).json.token

  test('[RM120] it gets its share of the places, and others get theirs', async () => {
    const outcomes = new Map<string, number>()
    for (let user = 0; user < 6; user++) {
      const token = await login(`Taker ${user}`, '10.0.0.1')
      for (let socket = 0; socket < 11; socket++) {
        const rooms = Array.from({ length: 50 }, (_, n) => `taken-${user}-${socket}-${n}`)
        for (const { error } of await enter('10.0.0.1', token, rooms))
          outcomes.set(error?.code ?? 'ok', (outcomes.get(error?.code ?? 'ok') ?? 0) + 1)
      }
    }
    expect([...outcomes]).toEqual([
      ['ok', 2_500],
      ['rate_limited', 800],
    ])
    const rooms = Array.from({ length: 50 }, (_, n) => `mine-${n}`)
    const joined = await enter('10.0.0.2', await login('Ann', '10.0.0.2'), rooms)
    expect(joined.filter(({ error }) => error)).toEqual([])
  })
})
