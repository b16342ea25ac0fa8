import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient } from '../../sdk/client/types.ts'
import type { InvitedEvent } from '../../sdk/protocol/events.ts'
import { accountRequests, PASSWORD } from '../support/account-requests.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const until = <T>(check: () => T) => vi.waitFor(check, { timeout: 15_000, interval: 10 })
const storeWorker = new URL('../../server/dist/sqlite-worker.js', import.meta.url)

describe.each(TRANSPORTS.filter(({ runs }) => runs))('rooms and people over $name', ({ name: transport }) => {
  let folder: ReturnType<typeof temporaryFolder>
  let server: StartedServer
  const clients: ChatClient[] = []

  async function start() {
    const options = { transport, auth: ['guest', 'password'], noLimits: true, store: 'sqlite' } as const
    server = await startServer({ ...options, data: folder.path }, { storeWorker })
  }

  async function stop() {
    for (const client of clients.splice(0)) client.close()
    await server.close()
  }

  beforeEach(async () => {
    folder = temporaryFolder('rooms')
    await start()
  })

  afterEach(async () => {
    await stop()
    folder.remove()
  })

  async function enter(name: string, isNew: boolean) {
    if (isNew) await accountRequests(server.url).register(name)
    const client = createChatClient({ server: server.url, WebSocket })
    clients.push(client)
    await client.login(name, PASSWORD)
    const lobby = client.room('lobby')
    await Promise.all([client.connect(), lobby.join()])
    const invited: InvitedEvent[] = []
    client.on('invited', event => void invited.push(event))
    return { client, lobby, rooms: await client.directory(), id: client.user?.id ?? '', invited }
  }

  function listen(client: ChatClient, name: string) {
    const room = client.room(name)
    const texts: string[] = []
    room.on('page', ({ messages }) => void texts.push(...messages.map(({ text }) => text)))
    room.on('message', ({ message }) => void texts.push(message.text))
    return { room, texts }
  }

  test('[RM155] a room is made, somebody asked in, made more and put out; all of it is there after a restart', async () => {
    const [ann, bob] = [await enter('Ann', true), await enter('Bob', true)]
    const us = await ann.rooms.create({ kind: 'members', title: 'Us' })
    const hers = listen(ann.client, us)
    await hers.room.join()
    expect([hers.room.role, hers.room.info.title]).toEqual(['owner', 'Us'])
    hers.room.send('before')
    await until(() => expect(hers.texts).toEqual(['before']))
    await expect(bob.client.room(us).join()).rejects.toMatchObject({ code: 'not_found' })
    await bob.client.release(us)
    await ann.rooms.invite(us, bob.id)
    await until(() => expect(bob.invited).toMatchObject([{ room: us, title: 'Us', by: { id: ann.id, name: 'Ann' } }]))
    await bob.rooms.answer(us, true)
    const his = listen(bob.client, us)
    await his.room.join()
    await until(() => expect(his.texts).toEqual(['before']))
    await ann.rooms.setRole(us, bob.id, 'moderator')
    await until(() => expect(his.room.role).toBe('moderator'))
    await bob.rooms.change(us, { topic: 'Our things', slowMs: 60_000 })
    await until(() => expect(hers.room.info.topic).toBe('Our things'))
    expect((await ann.rooms.members(us)).members.map(({ user, role }) => [user.name, role]).sort()).toEqual([
      ['Ann', 'owner'],
      ['Bob', 'moderator'],
    ])
    await stop()
    await start()
    const [again, other] = [await enter('Ann', false), await enter('Bob', false)]
    const listed = (await other.rooms.rooms()).rooms
    expect(listed).toMatchObject([{ room: us, title: 'Us', topic: 'Our things', role: 'moderator' }])
    const seen = listen(other.client, us)
    await seen.room.join()
    await again.rooms.setRole(us, other.id, 'none')
    await until(() => expect(seen.room.state.status).not.toBe('joined'))
    await again.client.room(us).join()
    again.client.room(us).send('after')
    await until(() => expect(again.client.room(us).drafts).toEqual([]))
    expect(seen.texts).toEqual(['before'])
    await expect(other.rooms.members(us)).rejects.toMatchObject({ code: 'not_found' })
    expect((await other.rooms.rooms()).rooms).toEqual([])
  })

  test('[RM155] two have a room of their own, until one blocks the other', async () => {
    const [ann, bob, eve] = [await enter('Ann', true), await enter('Bob', true), await enter('Eve', true)]
    const [one, two] = await Promise.all([ann.rooms.openDirect(bob.id), bob.rooms.openDirect(ann.id)])
    expect(one).toBe(two)
    const [hers, his] = [listen(ann.client, one), listen(bob.client, one)]
    await Promise.all([hers.room.join(), his.room.join()])
    expect(hers.room.info).toMatchObject({ kind: 'direct', peer: { id: bob.id, name: 'Bob' } })
    hers.room.send('psst')
    await until(() => expect(his.texts).toEqual(['psst']))
    await expect(eve.client.room(one).join()).rejects.toMatchObject({ code: 'not_found' })
    await ann.rooms.block(bob.id, true)
    expect((await ann.rooms.blocks()).map(({ name }) => name)).toEqual(['Bob'])
    await until(() => expect(his.room.can?.has('send')).toBe(false))
    await ann.rooms.block(bob.id, false)
    await until(() => expect(his.room.can?.has('send')).toBe(true))
    his.room.send('hello')
    await until(() => expect(hers.texts).toEqual(['psst', 'hello']))
  })
})
