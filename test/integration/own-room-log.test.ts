import { expect, test } from 'vitest'
import { systemClock } from '../../server/adapters/process/system-clock.ts'
import { LogFull, LogUnavailable } from '../../server/index.ts'
import { askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { startServer } from '../support/start-server.ts'

test.each([
  ['LogUnavailable', new LogUnavailable('away'), 'The store does not answer', []],
  ['LogFull', new LogFull('full'), 'has no room for more messages', []],
  ['another error', new Error('a bug'), 'The store does not answer', ['the room log failed']],
])('[OP60] what a room log of a program rejects with is answered: %s', async (_name, error, words, logged) => {
  const roomLog = await ROOM_LOGS[0]?.open({ clock: systemClock })
  if (!roomLog) throw new Error('no room log')
  roomLog.append = () => Promise.reject(error)
  const errors: string[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (_about: object, text: string) => errors.push(text) }
  const server = await startServer({}, { roomLog, log })
  const { json } = await askLogin(server.url, 'Ann')
  const socket = await openSocket(`${server.url.replace('http', 'ws')}/ws`)
  socket.send({ type: 'connect', ref: 1, token: json.token, rooms: [{ room: 'lobby' }] })
  await socket.next(({ ref }) => ref === 1)
  socket.send({ type: 'send_message', ref: 2, room: 'lobby', cid: 'c1', text: 'Hello' })
  const refusal = await socket.next(({ ref }) => ref === 2)
  expect(refusal).toMatchObject({ code: 'unavailable', message: expect.stringContaining(words) })
  expect(errors).toEqual(logged)
  socket.socket.close()
  await server.close()
})
