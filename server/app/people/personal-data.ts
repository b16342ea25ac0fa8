import type { Message } from '../../../sdk/protocol/records.ts'
import type { Directory, SanctionRecord } from '../../ports/directory.ts'
import type { PersonalReads, ReactedPage, WrittenPage, WrittenQuery } from '../../ports/personal-data.ts'
import type { Logins } from '../identity/logins.ts'
import type { Person } from '../identity/person.ts'
import type { UnhurriedReads } from './unhurried-reads.ts'

export interface PersonalDataDeps {
  directory: Directory
  /** Undefined: what is written here is kept elsewhere. */
  personal: PersonalReads | undefined
  sessions: Logins
  reads: UnhurriedReads
}

/** Rows of one question. */
const ROWS = 500
/** Of messages in one piece, on the wire. */
const PIECE_BYTES = 64_000

/**
 * All that is kept of a person, as one JSON object in pieces. A piece is read when it is asked for, so that it takes as much
 * memory however much there is.
 */
export async function* personalData(deps: PersonalDataDeps, person: Person): AsyncGenerator<string, void> {
  yield `{"account":${JSON.stringify(accountOf(person))},"devices":${JSON.stringify(await devicesOf(deps, person))}`
  yield* list('memberships', membershipsOf(deps, person))
  yield* list('rooms', roomsMadeBy(deps, person))
  yield* list('invitations', invitationsOf(deps, person))
  yield* list('blocks', blocksOf(deps, person))
  yield* list('positions', positionsOf(deps, person))
  yield* list('sanctions', sanctionsOf(deps, person))
  yield* list('waiting', waitingOf(deps, person))
  yield* list('reports', reportsOf(deps, person))
  yield* list('messages', messagesOf(deps, person))
  yield* list('reactions', reactionsOf(deps, person))
  yield '}\n'
}

function accountOf({ user, ids, account }: Person): object {
  if (account === undefined) return user
  const { id, name, role, picture, issuer, subject, createdAt, seenAt } = account
  return { id, name, role, picture, issuer, subject, createdAt, seenAt, formerIds: ids.slice(1) }
}

async function devicesOf({ sessions }: PersonalDataDeps, { user, session }: Person): Promise<object[]> {
  const own = await sessions.of(user.id)
  return own.map(each => ({ id: each.id, ...sessions.times(each), current: each.id === session?.id || undefined }))
}

/** `pages`: items of some of the list each time. */
async function* list(name: string, pages: AsyncIterable<readonly object[]>): AsyncGenerator<string, void> {
  yield `,"${name}":[`
  let separator = ''
  for await (const page of pages) {
    if (page.length === 0) continue
    yield separator + page.map(item => JSON.stringify(item)).join(',')
    separator = ','
  }
  yield ']'
}

async function* membershipsOf(
  { directory, reads }: PersonalDataDeps,
  { ids }: Person,
): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byRoom(reads, (after, limit) => directory.roomsOf(id, after, limit)))
      yield page.map(({ room, role, since }) => ({ room, role, since }))
}

/** What they made, as it is set now. */
async function* roomsMadeBy(
  { directory, reads }: PersonalDataDeps,
  { ids }: Person,
): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byRoom(reads, (after, limit) => directory.roomsMadeBy(id, after, limit)))
      yield page.map(({ room, kind, title, topic, createdAt }) => ({ room, kind, title, topic, createdAt }))
}

async function* invitationsOf(
  { directory, reads }: PersonalDataDeps,
  { ids }: Person,
): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byRoom(reads, (after, limit) => directory.invitationsOf(id, after, limit)))
      yield page.map(({ room, by, at }) => ({ room, by, at }))
}

async function* blocksOf({ directory, reads }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids) yield (await reads.ask(() => directory.blocks(id))).map(user => ({ user }))
}

async function* positionsOf(
  { directory, reads }: PersonalDataDeps,
  { ids }: Person,
): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byRoom(reads, (after, limit) => directory.positionsOf(id, after, limit)))
      yield page.map(({ room, epoch, seq }) => ({ room, epoch, seq }))
}

/** Messages that wait for a moderator; what holds them is the moderators'. */
async function* waitingOf({ directory, reads }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byId(reads, (after, limit) => directory.holdsBy(id, after, limit)))
      yield page.map(({ room, text, replyTo, at }) => ({ room, text, replyTo, at, as: id }))
}

/** What they reported themselves, without what others wrote. */
async function* reportsOf({ directory, reads }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byId(reads, (after, limit) => directory.reportsBy(id, after, limit)))
      yield page.map(({ room, snapshot, category, note, at, appeal, closedAt }) => {
        return { room, messageId: snapshot?.id, category, note, at, appeal, closedAt }
      })
}

/** Page after page of what is asked for by the names of rooms. */
function byRoom<Row extends { room: string }>(
  reads: UnhurriedReads,
  ask: (after: string | undefined, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  return pages(reads, ask, ({ room }) => room)
}

/** The same by ids. */
function byId<Row extends { id: string }>(
  reads: UnhurriedReads,
  ask: (after: string | undefined, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  return pages(reads, ask, ({ id }) => id)
}

async function* pages<Row>(
  reads: UnhurriedReads,
  ask: (after: string | undefined, limit: number) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): AsyncGenerator<Row[]> {
  let after: string | undefined
  let page: Row[]
  do {
    const from = after
    page = await reads.ask(() => ask(from, ROWS))
    yield page
    const last = page.at(-1)
    after = last && keyOf(last)
  } while (page.length === ROWS)
}

/** Without who laid them on. */
async function* sanctionsOf(
  { directory, reads }: PersonalDataDeps,
  { ids }: Person,
): AsyncGenerator<readonly object[]> {
  for (const id of ids) {
    let after: SanctionRecord | undefined
    let page: SanctionRecord[]
    do {
      const from = after
      page = await reads.ask(() => directory.sanctionsOf(id, from, ROWS))
      yield page.map(({ room, kind, until, reason, at }) => ({ room, kind, until, reason, at }))
      after = page.at(-1)
    } while (page.length === ROWS)
  }
}

async function* messagesOf({ personal, reads }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  if (personal === undefined) return
  for await (const room of roomsOf(personal, reads, ids)) {
    let after: number | undefined = 0
    while (after !== undefined) {
      const query: WrittenQuery = { after, limit: ROWS, maxBytes: PIECE_BYTES }
      const page: WrittenPage = await reads.ask(() => personal.writtenBy(room, ids, query))
      yield page.messages.map(ownPartOf)
      after = page.next
    }
  }
}

async function* reactionsOf({ personal, reads }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  if (personal === undefined) return
  for await (const room of roomsOf(personal, reads, ids)) {
    let after: number | undefined = 0
    while (after !== undefined) {
      const from: number = after
      const page: ReactedPage = await reads.ask(() => personal.reactedBy(room, ids, from, ROWS))
      yield page.reactions.map(({ seq, messageId, emoji }) => ({ room, seq, messageId, emoji }))
      after = page.next
    }
  }
}

async function* roomsOf(
  personal: PersonalReads,
  reads: UnhurriedReads,
  ids: readonly string[],
): AsyncGenerator<string> {
  let after: string | undefined
  let page: string[]
  do {
    const from = after
    page = await reads.ask(() => personal.roomsOfPerson(ids, from, ROWS))
    yield* page
    after = page.at(-1)
  } while (page.length === ROWS)
}

/** What others said of it is theirs: of the message that it answers there is the place, of reactions how many. */
function ownPartOf({ replyTo, reactions, user, cid: _cid, ...own }: Message): object {
  return {
    ...own,
    by: own.deleted && own.by,
    as: user.id,
    replyTo: replyTo && { messageId: replyTo.messageId, target: replyTo.target },
    reactions: reactions?.map(({ emoji, count }) => ({ emoji, count })),
  }
}
