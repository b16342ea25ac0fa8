import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../server/config/load.ts'
import { accountRequests } from '../support/account-requests.ts'
import { RedisServer, redisIsThere } from '../support/redis/redis-server.ts'
import { runBin } from '../support/spawn-server.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const PAGE = readFileSync(path.join(ROOT, 'docs/scaling.md'), 'utf8')
const ADAPTER = path.join(ROOT, 'server/adapters/redis')

/** The lines of a configuration that the page shows. */
const SETTINGS = /```text\n(maxmemory [\s\S]*?)```/.exec(PAGE)?.[1] ?? ''
type Requests = ReturnType<typeof accountRequests>

test('[RE214] the user of the page may do every command that the adapter names', () => {
  const rule = /^user chat .*$/m.exec(SETTINGS)?.[0].split(' ') ?? []
  const texts = readdirSync(ADAPTER).map(file => readFileSync(path.join(ADAPTER, file), 'utf8'))
  const named = texts.flatMap(text => [...text.matchAll(/\['([A-Z]{3,})', (?:'(SLOTS|INFO|LOAD)')?/g)])
  const commands = [...new Set(named.map(([, word = '', sub]) => (sub ? `${word}|${sub}` : word).toLowerCase()))]
  expect(commands.length).toBeGreaterThan(15)
  // sentinels have a user of their own, and the other is a word of the server
  expect(
    commands.filter(command => !['sentinel', 'readonly'].includes(command) && !rule.includes(`+${command}`)),
  ).toEqual([])
})

describe.skipIf(!redisIsThere())('Redis as docs/scaling.md sets it', () => {
  const folder = temporaryFolder('redis-settings')
  const nodes: StartedServer[] = []
  let redis: RedisServer

  beforeAll(async () => {
    const file = path.join(folder.path, 'redis.conf')
    writeFileSync(file, SETTINGS)
    redis = await RedisServer.start({ file })
    const url = redis.url.replace('//', '//chat:change-this-too@')
    for (const node of ['one', 'two'])
      nodes.push(await startServer({ redis: url, auth: ['guest', 'password'], store: 'sqlite', node }))
  })
  afterAll(async () => {
    for (const node of nodes) await node.close()
    await redis.remove()
    folder.remove()
  })

  test('[RE214] nothing of what people do on two nodes is refused', async () => {
    const [one, two] = nodes.map(({ url }) => accountRequests(url)) as [Requests, Requests]
    const { token } = (await one.register('Ann')).json
    const ann = await one.connect(token, ['lobby'])
    const bob = await two.connect((await two.register('Bob')).json.token, ['lobby'])
    await one.connect((await one.login('Guest')).json.token, ['lobby'])
    const done = new Set<string>()
    const refused: object[] = []
    let said = 0
    const say = async (who: typeof ann, type: string, fields: object = {}) => {
      const cid = `cid-${++said}`
      const reply = await who.request({ type, room: 'lobby', cid, ...fields })
      done.add(type)
      if (reply.type !== 'ok') refused.push({ asked: type, ...reply })
      return reply
    }
    bob.send({ type: 'typing', room: 'lobby', active: true })
    const { id: messageId, epoch } = await say(ann, 'send_message', { text: 'first word' })
    await bob.next(({ type, text }) => type === 'new_message' && text === 'first word')
    await say(bob, 'send_message', { text: 'an answer', replyTo: messageId })
    await say(bob, 'react', { messageId, emoji: '👍', on: true })
    await say(ann, 'edit_message', { messageId, text: 'first words' })
    await say(bob, 'history')
    await say(bob, 'search', { query: 'words' })
    await say(bob, 'mark_read', { upTo: 1, epoch })
    await say(bob, 'report', { messageId, category: 'spam' })
    await say(ann, 'delete_message', { messageId })
    // who is on another node is known here once their coming is told
    const isBob = ({ id }: { id: string }) => id === bob.connected.user.id
    await ann.next(({ type, users }) => type === 'user_joined' && users.some(isBob))
    const { room } = await say(ann, 'create_room', { room: undefined, kind: 'members', title: 'Club' })
    await say(ann, 'invite', { room, user: bob.connected.user.id })
    await say(bob, 'accept', { room, on: true })
    await say(ann, 'rooms')
    await say(ann, 'members', { room })
    expect((await two.get('/sessions', token)).status).toBe(200)
    expect((await two.get('/account/data', token)).status).toBe(200)
    expect((await two.post('/logout', {}, token)).status).toBeLessThan(300)
    expect((await ann.closed).code).toBe(4501)
    const asAdmin = (...words: string[]) => redis.cli('-a', 'change-this', '--no-auth-warning', ...words)
    expect([asAdmin('ACL', 'LOG').trim(), asAdmin('CONFIG', 'GET', 'appendfsync')]).toEqual([
      '',
      'appendfsync\nalways\n',
    ])
    expect(refused).toEqual([])
    expect(done.size).toBe(13)
  })

  test('[RE214] nothing of what an operator does is refused', async () => {
    const url = redis.url.replace('//', '//chat:change-this-too@')
    for (const words of [['rooms'], ['check'], ['export', '--all', '--accounts']])
      expect(await runBin([...words, '--redis', url]).exited).toMatchObject({ code: 0 })
    const file = path.join(folder.path, 'lines')
    writeFileSync(file, (await runBin(['export', '--all', '--redis', url]).exited).stdout)
    expect(await runBin(['import', file, '--redis', url]).exited).toMatchObject({ code: 0, stderr: '' })
    for (const node of nodes.splice(0)) await node.close()
    expect(await runBin(['rooms', 'rename', 'lobby', 'hall', '--redis', url]).exited).toMatchObject({
      code: 0,
      stderr: '',
    })
  })
})

test('[RE215] the unit and the Deployment start the server with options that it has', () => {
  const unit = /^ExecStart=\S+ \S+ (.*)$/m.exec(PAGE)?.[1]?.replaceAll('%i', '5001').replaceAll('%H', 'machine')
  const list = /^ +args: (\[.*\])$/m.exec(PAGE)?.[1] ?? '[]'
  const url = /`CHAT_REDIS=(\S+)`/.exec(PAGE)?.[1] ?? ''
  for (const args of [unit?.split(' ') ?? [], JSON.parse(list) as string[]]) {
    expect(args).toContain('--public-url')
    const loaded = loadConfig(args, { CHAT_REDIS: url, CHAT_NODE: 'chat-7d9f-x2x' }, '0.0.0')
    expect(loaded).toMatchObject({ kind: 'config', config: { port: 5001, redis: url } })
  }
})
