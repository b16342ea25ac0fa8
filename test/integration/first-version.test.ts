import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cleanText } from '../../sdk/protocol/message-text.ts'
import type { Message } from '../../sdk/protocol/records.ts'
import { DATABASE } from '../../server/adapters/sqlite/file.ts'
import { loadSqlite } from '../../server/adapters/sqlite/module.ts'
import { openSocket } from '../support/open-socket.ts'
import { runBin, spawnServer } from '../support/spawn-server.ts'

const sqlite = await loadSqlite()

/** A data folder that the first version wrote, and what it holds. */
const FIRST = path.join(import.meta.dirname, '../fixtures/first-version')
const { token, sent } = JSON.parse(readFileSync(path.join(FIRST, 'messages.json'), 'utf8')) as {
  token: string
  sent: Message[]
}

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'chat-first-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  cpSync(path.join(FIRST, 'data'), made, { recursive: true })
  // whenever this runs, its logins are as fresh as they were when it was written
  const database = sqlite.open(path.join(made, DATABASE))
  database.prepare('UPDATE sessions SET ends_at = ?, used_at = ?').run(Date.now() + 3_600_000, Date.now())
  database.close()
  return made
}

const inRoom = (room: string) => sent.filter(message => message.room === room).sort((a, b) => a.seq - b.seq)

test('[ST152] a folder of the first version opens: all its messages are there, its cids are known, its login counts', async () => {
  const data = folder()
  const early = await runBin(['export', '--all', '--data', data]).exited
  expect([early.code, early.stderr]).toEqual([1, expect.stringMatching(/older version.*Start this version on it once/)])
  expect((await runBin(['backup', path.join(data, 'copy'), '--data', data]).exited).code).toBe(0)

  const server = await spawnServer(['--data', data, '--transport', 'ws', '--no-limits'])
  onTestFinished(() => void server.stop('SIGKILL'))
  const socket = await openSocket(server.wsUrl)
  let ref = 0
  const ask = (request: object) => {
    const mine = ++ref
    socket.send({ ...request, ref: mine })
    return socket.next(reply => reply.ref === mine)
  }
  const connected = await ask({ type: 'connect', token, rooms: [{ room: 'lobby' }, { room: 'second' }] })
  expect(connected.rooms).toMatchObject(['lobby', 'second'].map(room => ({ room, seq: inRoom(room).length, pins: [] })))
  for (const room of ['lobby', 'second']) {
    const messages: Message[] = []
    let before: number | undefined
    do {
      const page = await ask({ type: 'history', room, ...(before && { before }) })
      messages.unshift(...page.messages)
      before = page.more ? page.messages[0].seq : undefined
    } while (before)
    expect(messages.map(({ seq, id, text, user }) => ({ seq, id, text, user }))).toEqual(
      inRoom(room).map(({ seq, id, text, user }) => ({ seq, id, text: cleanText(text), user })),
    )
  }
  const own = sent.filter(({ user }) => user.id === connected.user.id)
  expect(own.length).toBeGreaterThan(0)
  for (const { room, cid, text, seq, id } of own.slice(0, 5)) {
    expect(await ask({ type: 'send_message', room, cid, text })).toMatchObject({ seq, id, duplicate: true })
  }
  socket.socket.terminate()
  await server.stop('SIGTERM')

  expect(await runBin(['check', '--data', data]).exited).toMatchObject({ code: 0 })
  const { stdout } = await runBin(['export', '--all', '--data', data]).exited
  const exported = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Message)
  expect(exported.map(({ text }) => text).sort()).toEqual(sent.map(({ text }) => cleanText(text)).sort())
})
