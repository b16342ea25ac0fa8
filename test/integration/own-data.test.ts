import http from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSqlite } from '../../server/adapters/sqlite/module.ts'
import { accountRequests, PASSWORD } from '../support/account-requests.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const sqlite = await loadSqlite()

const codeOf = ({ status, json }: { status: number; json: { error?: { code: string } } }) => [status, json?.error?.code]

describe.each(TRANSPORTS.filter(({ runs }) => runs))('what is kept of somebody, over $name', ({ name: transport }) => {
  let server: StartedServer
  let of: ReturnType<typeof accountRequests>
  const folder = temporaryFolder('own-data')
  beforeAll(async () => {
    const options = {
      transport,
      auth: ['guest', 'password'],
      noLimits: true,
      store: 'sqlite',
      data: folder.path,
    } as const
    server = await startServer(options, { storeWorker: new URL('../../server/dist/sqlite-worker.js', import.meta.url) })
    of = accountRequests(server.url)
  })
  afterAll(async () => {
    await server.close()
    folder.remove()
  })

  test('[SE262] everybody downloads all that is kept of them: also of when they were a guest, and nothing of others', async () => {
    const room = `data-${transport}`
    const guest = (await of.login('Rosalind')).json
    const asGuest = await of.connect(guest.token, [room])
    const other = await of.connect((await of.login('Another')).json.token, [room])
    const first = await asGuest.request({ type: 'send_message', room, cid: 'c1', text: 'as a guest' })
    const theirs = await other.request({ type: 'send_message', room, cid: 'c1', text: 'the words of another' })
    await asGuest.request({ type: 'react', room, cid: 'r1', messageId: theirs.id, emoji: '👍', on: true })
    const { token, user } = (await of.register('Rosalind', PASSWORD, guest.token)).json
    await asGuest.request({ type: 'identify', token })
    const answer = { type: 'send_message', room, cid: 'c2', text: 'as myself', replyTo: theirs.id }
    const second = await asGuest.request(answer)
    await asGuest.request({ type: 'edit_message', room, cid: 'e1', messageId: first.id, text: 'as it stands' })
    await other.request({ type: 'react', room, cid: 'r2', messageId: first.id, emoji: '🎉', on: true })

    const database = sqlite.open(path.join(folder.path, 'chat.db'))
    database.exec(`INSERT INTO room_settings VALUES
        ('${room}', 'open', 'Mine', NULL, 0, 'guest', 0, '${user.id}', 4, NULL, NULL, NULL, 0);
      INSERT INTO memberships VALUES ('${room}', '${user.id}', 'moderator', 5);
      INSERT INTO invitations VALUES ('priv:${transport}', '${user.id}', 'a:host', 6);
      INSERT INTO invitations VALUES ('priv:${transport}', 'a:third', '${user.id}', 6);
      INSERT INTO blocks (blocked_by, user_id) VALUES ('${user.id}', 'a:rude'), ('a:third', '${user.id}');
      INSERT INTO positions (user_id, room, epoch, seq) VALUES ('${user.id}', '${room}', 'e', 2);
      INSERT INTO holds (id, room, user_id, user_name, cid, text, reply_id, mentions, rule, held_at)
        VALUES ('h1-${transport}', '${room}', '${guest.user.id}', 'R', 'w1', 'it waits', NULL, NULL, 'the rule', 7),
          ('h2-${transport}', '${room}', 'a:third', 'T', 'w2', 'of another', NULL, NULL, NULL, 7);
      INSERT INTO reports (id, room, by_id, by_name, category, note, reported_at, subject, author, snapshot, closed_at)
        VALUES ('p1-${transport}', '${room}', '${user.id}', 'R', 'spam', 'why', 8, 'message m1', 'a:rude',
            '{"id":"m1","seq":1,"cid":"c","user":{"id":"a:rude","name":"Another"},"text":"the words of another","sentAt":1}', 9),
          ('p2-${transport}', '${room}', 'a:third', 'T', 'spam', 'of a third', 8, 'message m2', NULL, NULL, NULL);`)
    database.close()

    const { status, headers, json, text } = await of.get('/account/data', token)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-disposition': 'attachment; filename="chat-data.json"',
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    })
    expect(json).toEqual({
      account: {
        ...user,
        role: 'user',
        createdAt: expect.any(Number),
        seenAt: expect.any(Number),
        formerIds: [guest.user.id],
      },
      devices: [{ id: expect.any(String), createdAt: expect.any(Number), usedAt: expect.any(Number), current: true }],
      memberships: [{ room, role: 'moderator', since: 5 }],
      rooms: [{ room, kind: 'open', title: 'Mine', createdAt: 4 }],
      invitations: [{ room: `priv:${transport}`, by: 'a:host', at: 6 }],
      blocks: [{ user: 'a:rude' }],
      positions: [{ room, epoch: 'e', seq: 2 }],
      sanctions: [],
      waiting: [{ room, text: 'it waits', at: 7, as: guest.user.id }],
      reports: [{ room, messageId: 'm1', category: 'spam', note: 'why', at: 8, closedAt: 9 }],
      messages: [
        {
          room,
          seq: first.seq,
          id: first.id,
          as: guest.user.id,
          text: 'as it stands',
          sentAt: first.sentAt,
          editedAt: expect.any(Number),
          rev: expect.any(Number),
          reactions: [{ emoji: '🎉', count: 1 }],
        },
        {
          room,
          seq: second.seq,
          id: second.id,
          as: user.id,
          text: 'as myself',
          sentAt: second.sentAt,
          replyTo: { messageId: theirs.id, target: theirs.seq },
        },
      ],
      reactions: [{ room, seq: theirs.seq, messageId: theirs.id, emoji: '👍' }],
    })
    expect(text).not.toContain('the words of another')
    expect(text).not.toContain('Another')
    // no secret of theirs, either
    expect(text).not.toMatch(/argon2|password/)
    for (const { socket } of [asGuest, other]) socket.close()
  })

  test('[SE262] a guest downloads theirs; a HEAD has no body, and other methods are refused', async () => {
    const { token, user } = (await of.login('Only a guest')).json
    expect((await of.get('/account/data', token)).json).toMatchObject({ account: user, messages: [] })
    const head = await of.get('/account/data', token, { method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
    expect(codeOf(await of.post('/account/data', {}, token))).toEqual([405, 'bad_request'])
    expect(codeOf(await of.get('/account/delete', token))).toEqual([405, 'bad_request'])
    // the one before is over
    expect((await of.get('/account/data', token)).status).toBe(200)
  })

  test('[SE263] one download of a person at a time; it is read as its reader takes it, and over when they go', async () => {
    const room = `long-${transport}`
    const { token } = (await of.login('Writes a lot')).json
    const writer = await of.connect(token, [room])
    const text = 'word '.repeat(700)
    let cid = 0
    for (let round = 0; round < 100; round++)
      await Promise.all(
        Array.from({ length: 50 }, () => writer.request({ type: 'send_message', room, cid: `c${cid++}`, text })),
      )
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed
    const slow = await begin(`${server.url}/account/data`, token)
    expect(slow.response.statusCode).toBe(200)
    // nothing is read of it, and more is not made
    expect(codeOf(await of.get('/account/data', token))).toEqual([429, 'rate_limited'])
    const { json } = await of.get('/account/data', (await of.login('Somebody else')).json.token)
    expect(json.messages).toEqual([])
    const used = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before
    expect(used).toBeLessThan(60 * 1_048_576)
    // others are served meanwhile
    expect(await writer.request({ type: 'send_message', room, cid: 'last', text: 'still here' })).toMatchObject({
      type: 'ok',
    })
    slow.request.destroy()
    const again = async () => {
      const answer = await of.get('/account/data', token)
      return answer.status === 200 ? answer.json.messages : undefined
    }
    const messages = await until(again)
    expect(messages).toHaveLength(5_001)
    expect(new Set(messages.map(({ seq }: { seq: number }) => seq)).size).toBe(5_001)
    writer.socket.close()
  })
})

/** What it says, once it says something. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
  }
}

/** Resolves with the head of an answer whose body nobody reads. */
function begin(url: string, token: string): Promise<{ request: http.ClientRequest; response: http.IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false, headers: { Authorization: `Bearer ${token}` } }, response => {
      response.pause()
      resolve({ request, response })
    })
    request.on('error', reject)
  })
}
