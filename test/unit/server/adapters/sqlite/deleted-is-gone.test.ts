import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readDatabase } from '../../../../../server/adapters/sqlite/file.ts'
import { openFolder, type SqliteFolder } from '../../../../../server/adapters/sqlite/folder.ts'
import { loadSqlite } from '../../../../../server/adapters/sqlite/module.ts'
import type { Content } from '../../../../../server/ports/room-log.ts'
import type { Written } from '../../../../../server/ports/store.ts'
import { storeOptions } from '../../../../support/server-kit/room-logs.ts'

/** The same each time. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** Of a message and its version; no other text has it in itself. */
const secret = (n: number, version: number) => `<<secret ${n}.${version}>>`
const textOf = (n: number, version: number, length: number) =>
  secret(n, version) + '.'.repeat(length) + secret(n, version)

function purge(folder: SqliteFolder): void {
  for (let part = 0; part < 100; part++) {
    const purged = folder.purge()
    expect(purged).not.toBe('blocked')
    if (purged === 'done') return
  }
  throw new Error('It never ends.')
}

test.each([1, 2, 3])('[ST151] what was deleted or replaced is in no byte of the data folder (%i)', async seed => {
  const random = randomOf(seed)
  const options = storeOptions({ durability: 'process' })
  const folder = await openFolder(options)
  let cids = 0
  const write = (content: Content, user: string) => {
    const id = `i${++cids}`
    const write = {
      kind: 'event' as const,
      room: 'r',
      user: { id: user, name: user },
      cid: id,
      id,
      sentAt: cids,
      content,
    }
    return folder.commit([write])[0] as Written
  }
  const lengths = [10, 40, 200, 900, 3_900]
  const messages: { id: string; n: number; version: number; user: string; deleted: boolean }[] = []
  const gone = new Set<string>()
  for (let step = 0; step < 2_000; step++) {
    const length = lengths[random(lengths.length)] as number
    const one = messages[random(messages.length)]
    const withinMs = 1e9
    const act = random(10)
    if (one === undefined || act < 4) {
      const n = messages.length
      const replyTo = one && !one.deleted && random(2) === 0 ? one.id : undefined
      const user = `u${random(5)}`
      const { id } = write({ kind: 'new_message', text: textOf(n, 0, length), replyTo }, user)
      messages.push({ id, n, version: 0, user, deleted: false })
    } else if (one.deleted) {
    } else if (act < 6) {
      gone.add(secret(one.n, one.version))
      one.version++
      const text = textOf(one.n, one.version, length)
      write({ kind: 'message_edited', messageId: one.id, text, withinMs }, one.user)
    } else if (act < 8) {
      const emoji = ['👍', '🎉', '😀'][random(3)] as string
      write({ kind: 'reaction', messageId: one.id, emoji, on: random(3) > 0, kinds: 20, own: 10 }, `u${random(5)}`)
    } else {
      gone.add(secret(one.n, one.version))
      one.deleted = true
      write({ kind: 'message_deleted', messageId: one.id, by: 'author' }, one.user)
    }
    if (random(500) === 0) purge(folder)
  }
  expect(gone.size).toBeGreaterThan(250)
  purge(folder)

  const bytes = readdirSync(options.folder).map(name => readFileSync(path.join(options.folder, name), 'latin1'))
  const found = [...gone].filter(text => bytes.some(file => file.includes(text)))
  expect(found).toEqual([])
  // what stands is there
  const kept = messages.filter(({ deleted }) => !deleted)
  expect(kept.filter(({ n, version }) => !bytes.some(file => file.includes(secret(n, version))))).toEqual([])
  folder.close()
  const database = readDatabase(await loadSqlite(), options.folder)
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  database.close()
})

test('[ST161] the name of who was removed, which said who has a place in a room, is in no byte of the data folder', async () => {
  const options = storeOptions({ durability: 'process' })
  const folder = await openFolder(options)
  const nameOf = (n: number) => `<<member ${n}>>`
  for (let n = 0; n < 400; n++) {
    const content: Content = { kind: 'member_changed', member: { id: `a:${n}`, name: nameOf(n) }, role: 'member' }
    const user = { id: 'a:host', name: 'Host' }
    folder.commit([{ kind: 'event', room: 'r', user, cid: `c${n}`, id: `i${n}`, sentAt: n, content }])
  }
  const gone = Array.from({ length: 200 }, (_, n) => `a:${2 * n}`)
  folder.commit([{ kind: 'forgetNames', room: 'r', ids: gone, after: 0 }])
  purge(folder)
  const bytes = readdirSync(options.folder).map(name => readFileSync(path.join(options.folder, name), 'latin1'))
  const left = bytes.flatMap(text => [...text.matchAll(/<<member (\d+)>>/g)].map(([, n]) => Number(n)))
  expect(new Set(left)).toEqual(new Set(Array.from({ length: 200 }, (_, n) => 2 * n + 1)))
  folder.close()
})
