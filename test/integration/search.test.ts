import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient, Room } from '../../sdk/client/types.ts'
import { accountRequests, PASSWORD } from '../support/account-requests.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const storeWorker = new URL('../../server/dist/sqlite-worker.js', import.meta.url)

describe.each(TRANSPORTS.filter(({ runs }) => runs))('search over $name', ({ name: transport }) => {
  let folder: ReturnType<typeof temporaryFolder>
  let server: StartedServer
  const clients: ChatClient[] = []

  async function start(more: object = {}) {
    const options = { transport, auth: ['guest', 'password'], noLimits: true, store: 'sqlite', ...more } as const
    server = await startServer({ ...options, data: folder.path }, { storeWorker })
  }
  async function stop() {
    for (const client of clients.splice(0)) client.close()
    await server.close()
  }
  beforeEach(async () => {
    folder = temporaryFolder('search')
    await start()
  })
  afterEach(async () => {
    await stop()
    folder.remove()
  })

  async function enter(name: string, isNew = true) {
    const requests = accountRequests(server.url)
    if (isNew) await requests.register(name)
    const client = createChatClient({ server: server.url, WebSocket })
    clients.push(client)
    const lobby = client.room('lobby')
    await client.login(name, PASSWORD)
    await Promise.all([client.connect(), lobby.join()])
    return { client, lobby, requests }
  }
  const says = async (room: Room, ...texts: string[]) => {
    const sent = await Promise.all(texts.map(text => room.send(text).settled))
    return sent.map(state => (state.status === 'sent' ? state.id : state.status))
  }
  const finds = async (room: Room, query: string) => (await room.search(query)).messages.map(({ text }) => text)
  const held = (text: string) =>
    readdirSync(folder.path).some(name => readFileSync(path.join(folder.path, name), 'latin1').includes(text))

  test('[SR35] what was said is found by words as they stand now, also after a restart, and a hidden room is none', async () => {
    const { client, lobby } = await enter('Ann')
    const [first = '', second = ''] = await says(lobby, 'Café crème', 'to be deleted', 'Москва 東京都庁')
    expect(await finds(lobby, 'cafe')).toEqual(['Café crème'])
    expect((await lobby.search('京都')).messages[0]?.marks).toEqual([[8, 10]])
    await lobby.edit(first, 'tea instead').settled
    await lobby.delete(second).settled
    expect([await finds(lobby, 'cafe'), await finds(lobby, 'deleted')]).toEqual([[], []])
    await expect(client.room('priv:nowhere').search('tea')).rejects.toMatchObject({ code: 'not_found' })
    await expect(lobby.search(' ')).rejects.toMatchObject({ code: 'bad_request' })
    await stop()
    await start()
    const again = await enter('Ann', false)
    expect(await finds(again.lobby, 'TEA москва')).toEqual([])
    expect([await finds(again.lobby, 'TEA'), await finds(again.lobby, 'москва')]).toEqual([
      ['tea instead'],
      ['Москва 東京都庁'],
    ])
    expect(await finds(again.lobby, 'cafe')).toEqual([])
  })

  test('[SR35] what an account wrote is not found once it is deleted, and is in no file ten seconds later', async () => {
    const [ann, bob] = [await enter('Ann'), await enter('Bob')]
    await says(ann.lobby, 'a secret of hers')
    await says(bob.lobby, 'no secret of his')
    expect(await finds(bob.lobby, 'secret')).toEqual(['no secret of his', 'a secret of hers'])
    const { json } = await ann.requests.login('Ann', PASSWORD)
    const gone = await ann.requests.post('/account/delete', { password: PASSWORD }, json.token)
    expect(gone.status).toBe(204)
    await vi.waitFor(async () => expect(await finds(bob.lobby, 'secret')).toEqual(['no secret of his']), 10_000)
    await expect.poll(() => held('secret of hers'), { timeout: 10_000, interval: 200 }).toBe(false)
    expect(held('no secret of his')).toBe(true)
  })
})
