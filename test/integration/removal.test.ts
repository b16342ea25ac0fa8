import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountRequests, PASSWORD } from '../support/account-requests.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { spawnServer } from '../support/spawn-server.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const codeOf = ({ status, json }: { status: number; json: { error?: { code: string } } }) => [status, json?.error?.code]

describe.each(TRANSPORTS.filter(({ runs }) => runs))('who deletes their account, over $name', ({ name: transport }) => {
  let server: StartedServer
  let of: ReturnType<typeof accountRequests>
  beforeAll(async () => {
    server = await startServer({ transport, auth: ['guest', 'password'], noLimits: true })
    of = accountRequests(server.url)
  })
  afterAll(() => server.close())

  test('[SE264] is logged in nowhere any more, is never the same again, and what they wrote goes, as everybody sees', async () => {
    const room = 'goodbye'
    const guest = (await of.login('Evelyn')).json
    const ada = await of.connect(guest.token, [room])
    const other = await of.connect((await of.login('Stays')).json.token, [room])
    const asGuest = await ada.request({ type: 'send_message', room, cid: 'c1', text: 'as a guest' })
    const { token, user } = (await of.register('Evelyn', PASSWORD, guest.token)).json
    await ada.request({ type: 'identify', token })
    const mine = await ada.request({ type: 'send_message', room, cid: 'c2', text: 'as myself' })
    const theirs = await other.request({
      type: 'send_message',
      room,
      cid: 'c1',
      text: 'an answer',
      replyTo: mine.id,
      mentions: [user.id],
    })
    await ada.request({ type: 'react', room, cid: 'r1', messageId: theirs.id, emoji: '👍', on: true })

    expect(codeOf(await of.post('/account/delete', {}, token))).toEqual([400, 'bad_request'])
    const wrong = await of.post('/account/delete', { password: 'not the right one' }, token)
    expect(codeOf(wrong)).toEqual([401, 'wrong_credentials'])
    expect(ada.socket.readyState).toBe(1)
    const done = await of.post('/account/delete', { password: PASSWORD }, token)
    expect([done.status, done.text]).toEqual([204, ''])

    expect(await ada.closed).toMatchObject({ code: 4501 })
    expect(codeOf(await of.get('/account/data', token))).toEqual([401, 'unauthorized'])
    expect((await of.connect(token)).connected).toMatchObject({ code: 'unauthorized' })
    expect(codeOf(await of.login('Evelyn', PASSWORD))).toEqual([401, 'wrong_credentials'])

    const gone = (id: string) => ({ id, name: '', deleted: true })
    for (const id of [asGuest.id, mine.id])
      expect(await other.next(frame => frame.type === 'message_deleted' && frame.messageId === id)).toMatchObject({
        by: 'author',
        user: gone(user.id),
      })
    const off = await other.next(frame => frame.type === 'reaction' && !frame.on)
    expect(off).toMatchObject({ messageId: theirs.id, count: 0, users: [], user: gone(user.id) })
    const { messages } = await other.request({ type: 'history', room })
    expect(messages).toMatchObject([
      { user: gone(guest.user.id), text: '', deleted: true, by: 'author' },
      { user: gone(user.id), text: '', deleted: true, by: 'author' },
      { text: 'an answer', mentions: [gone(user.id)], replyTo: { user: gone(user.id), text: '', deleted: true } },
    ])
    expect(messages[2].reactions).toBeUndefined()
    // the name is free, and whoever takes it is another person
    const next = (await of.register('Evelyn')).json
    expect(next.user.id).not.toBe(user.id)
    expect((await of.get('/account/data', next.token)).json.messages).toEqual([])
    other.socket.close()
  })

  test('[SE264] a guest needs but their token', async () => {
    const room = 'guests'
    const { token, user } = (await of.login('Passes by')).json
    const guest = await of.connect(token, [room])
    const other = await of.connect((await of.login('Is there')).json.token, [room])
    await guest.request({ type: 'send_message', room, cid: 'c1', text: 'hello' })
    expect((await of.post('/account/delete', {}, token)).status).toBe(204)
    expect(await guest.closed).toMatchObject({ code: 4501 })
    expect(await other.next(({ type }) => type === 'message_deleted')).toMatchObject({
      user: { id: user.id, name: '', deleted: true },
    })
    expect((await of.connect(token)).connected).toMatchObject({ code: 'unauthorized' })
    expect(codeOf(await of.post('/account/delete', {}, token))).toEqual([401, 'unauthorized'])
    other.socket.close()
  })

  test('[SE264] wrong passwords are slowed down here as at a login', async () => {
    const { token } = (await of.register('Guarded')).json
    const answers = []
    for (let n = 0; n < 22; n++) answers.push(await of.post('/account/delete', { password: `wrong ${n} again` }, token))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20)
    expect(codeOf(answers.at(-1) as never)).toEqual([429, 'rate_limited'])
    expect((await of.get('/account/data', token)).status).toBe(200)
  })
})

test('[SE266] what is to be erased goes on after a crash, and ends', { timeout: 90_000 }, async () => {
  const folder = temporaryFolder('removal')
  const args = ['--auth', 'guest,password', '--data', folder.path, '--no-limits']
  const room = 'crash'
  let server = await spawnServer(args)
  try {
    let of = accountRequests(server.url)
    const { token, user } = (await of.register('Theodelinda')).json
    const writer = await of.connect(token, [room])
    for (let n = 0; n < 40; n++) await writer.request({ type: 'send_message', room, cid: `c${n}`, text: `number ${n}` })
    const bystander = await of.connect((await of.login('Stays here')).json.token, [room])
    const theirs = await bystander.request({ type: 'send_message', room, cid: 'c1', text: 'hello' })
    await writer.request({ type: 'react', room, cid: 'r1', messageId: theirs.id, emoji: '👍', on: true })
    await bystander.request({ type: 'delete_message', room, cid: 'd1', messageId: theirs.id })
    expect((await of.post('/account/delete', { password: PASSWORD }, token)).status).toBe(204)
    const watcher = await of.connect((await of.login('Watches')).json.token, [room])
    // some are gone, and some are not
    await watcher.next(({ type }) => type === 'message_deleted')
    const left = async (on: typeof watcher) => {
      const page = await on.request({ type: 'history', room, limit: 50 })
      const messages = page.messages.filter(({ id }: { id: string }) => id !== theirs.id)
      expect(new Set(messages.map((message: { user: object }) => JSON.stringify(message.user)))).toEqual(
        new Set([JSON.stringify({ id: user.id, name: '', deleted: true })]),
      )
      return messages.filter(({ deleted }: { deleted?: true }) => !deleted).length
    }
    expect(await left(watcher)).toBeGreaterThan(0)
    await server.stop('SIGKILL')
    server = await spawnServer(args)
    of = accountRequests(server.url)
    const again = await of.connect((await of.login('Watches again')).json.token, [room])
    await expect.poll(() => left(again), { timeout: 30_000 }).toBe(0)
    // nor does the name stand in a file of the folder
    const bytes = () => readdirSync(folder.path).map(name => readFileSync(path.join(folder.path, name), 'latin1'))
    await expect.poll(() => bytes().some(text => text.includes('Theodelinda')), { timeout: 20_000 }).toBe(false)
    expect((await of.login('Theodelinda')).status).toBe(200)
    expect((await of.connect(token)).connected).toMatchObject({ code: 'unauthorized' })
  } finally {
    await server.stop()
    folder.remove()
  }
})
