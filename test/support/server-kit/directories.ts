import { onTestFinished } from 'vitest'
import type { Account, Directory, DirectoryNews, RoomRecord, SanctionRecord } from '../../../server/ports/directory.ts'
import { durableLog, ROOM_LOGS, type RoomLogParts } from './room-logs.ts'

export interface DirectoryKind {
  name: string
  /** Random runs that it is held to. */
  runs: number
  /** A new one, which ends with the test. */
  open(parts: RoomLogParts): Promise<Directory>
}

/** Every directory; each is held to the one suite. */
export const DIRECTORIES: readonly DirectoryKind[] = ROOM_LOGS.map(({ name, runs, openStore }) => ({
  name,
  runs,
  async open(parts) {
    const log = durableLog(parts, await openStore(), name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
    return log.directory
  },
}))

/** An account with a password; its keys are its name. */
export function accountOf(name: string, change: Partial<Account> = {}): Account {
  return {
    id: `a:${name}`,
    name,
    keys: [name],
    role: 'user',
    password: `hash of ${name}`,
    createdAt: 1,
    seenAt: 1,
    notBefore: 0,
    guestIds: [],
    ...change,
  }
}

/** An account that a site vouches for. */
export function siteAccountOf(name: string, change: Partial<Account> = {}): Account {
  return accountOf(name, { password: undefined, issuer: 'https://site.example', subject: name, ...change })
}

export function roomOf(room: string, change: Partial<RoomRecord> = {}): RoomRecord {
  const defaults = {
    kind: 'announce',
    slowMs: 0,
    write: 'guest',
    locked: false,
    createdBy: 'a:ann',
    createdAt: 1,
  } as const
  return { room, ...defaults, ...change }
}

export function sanctionOf(user: string, change: Partial<SanctionRecord> = {}): SanctionRecord {
  return { room: 'r', user, kind: 'mute', by: 'a:mod', at: 1, ...change }
}

/** What it hears of a room and a user, in short: `rights r a:ann`. */
export function shortNews(news: DirectoryNews): string {
  switch (news.type) {
    case 'account':
      return `account ${news.id}${news.gone ? ' gone' : ''}`
    case 'room':
      return `room ${news.room}`
    case 'rights':
      return `rights ${news.room} ${news.user}`
    case 'invited':
      return `invited ${news.room} ${news.user} ${news.on}`
    case 'blocks':
      return `blocks ${news.user}`
    case 'queue':
      return `queue ${news.room}`
    case 'hold':
      return `hold ${news.room} ${news.user} ${news.hold} ${news.outcome}`
    case 'reset':
      return 'reset'
  }
}
