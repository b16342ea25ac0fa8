import type { Message } from '../../../sdk/protocol/records.ts'
import type { Directory, SanctionRecord } from '../../ports/directory.ts'
import type { PersonalReads } from '../../ports/personal-data.ts'
import type { Person } from '../identity/person.ts'
import type { Sessions } from '../identity/sessions.ts'

export interface PersonalDataDeps {
  directory: Directory
  /** Undefined: what is written here is kept elsewhere. */
  personal: PersonalReads | undefined
  sessions: Sessions
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
  const { personal } = deps
  yield `{"account":${JSON.stringify(accountOf(person))},"devices":${JSON.stringify(devicesOf(deps, person))}`
  yield* list('memberships', membershipsOf(deps, person))
  yield* list('rooms', roomsMadeBy(deps, person))
  yield* list('invitations', invitationsOf(deps, person))
  yield* list('blocks', blocksOf(deps, person))
  yield* list('positions', positionsOf(deps, person))
  yield* list('sanctions', sanctionsOf(deps, person))
  yield* list('messages', personal ? messagesOf(personal, person) : nothing())
  yield* list('reactions', personal ? reactionsOf(personal, person) : nothing())
  yield '}\n'
}

function accountOf({ user, ids, account }: Person): object {
  if (account === undefined) return user
  const { id, name, role, picture, issuer, subject, createdAt, seenAt } = account
  return { id, name, role, picture, issuer, subject, createdAt, seenAt, formerIds: ids.slice(1) }
}

function devicesOf({ sessions }: PersonalDataDeps, { user, session }: Person): object[] {
  const own = sessions.of(user.id)
  return own.map(each => ({ id: each.id, ...sessions.times(each), current: each === session || undefined }))
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

async function* nothing(): AsyncGenerator<readonly object[]> {}

async function* membershipsOf({ directory }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byRoom((after, limit) => directory.roomsOf(id, after, limit)))
      yield page.map(({ room, role, since }) => ({ room, role, since }))
}

/** What they made, as it is set now. */
async function* roomsMadeBy({ directory }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byRoom((after, limit) => directory.roomsMadeBy(id, after, limit)))
      yield page.map(({ room, kind, title, topic, createdAt }) => ({ room, kind, title, topic, createdAt }))
}

async function* invitationsOf({ directory }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byRoom((after, limit) => directory.invitationsOf(id, after, limit)))
      yield page.map(({ room, by, at }) => ({ room, by, at }))
}

async function* blocksOf({ directory }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids) yield (await directory.blocks(id)).map(user => ({ user }))
}

async function* positionsOf({ directory }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids)
    for await (const page of byRoom((after, limit) => directory.positionsOf(id, after, limit)))
      yield page.map(({ room, epoch, seq }) => ({ room, epoch, seq }))
}

/** Page after page of what is asked for by the names of rooms. */
async function* byRoom<Row extends { room: string }>(
  ask: (after: string | undefined, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after: string | undefined
  let page: Row[]
  do {
    page = await ask(after, ROWS)
    yield page
    after = page.at(-1)?.room
  } while (page.length === ROWS)
}

/** Without who laid them on. */
async function* sanctionsOf({ directory }: PersonalDataDeps, { ids }: Person): AsyncGenerator<readonly object[]> {
  for (const id of ids) {
    let after: SanctionRecord | undefined
    let page: SanctionRecord[]
    do {
      page = await directory.sanctionsOf(id, after, ROWS)
      yield page.map(({ room, kind, until, reason, at }) => ({ room, kind, until, reason, at }))
      after = page.at(-1)
    } while (page.length === ROWS)
  }
}

async function* messagesOf(personal: PersonalReads, { ids }: Person): AsyncGenerator<readonly object[]> {
  for await (const room of roomsOf(personal, ids)) {
    let after: number | undefined = 0
    while (after !== undefined) {
      const page = await personal.writtenBy(room, ids, { after, limit: ROWS, maxBytes: PIECE_BYTES })
      yield page.messages.map(ownPartOf)
      after = page.next
    }
  }
}

async function* reactionsOf(personal: PersonalReads, { ids }: Person): AsyncGenerator<readonly object[]> {
  for await (const room of roomsOf(personal, ids)) {
    let after: number | undefined = 0
    while (after !== undefined) {
      const page = await personal.reactedBy(room, ids, after, ROWS)
      yield page.reactions.map(({ seq, messageId, emoji }) => ({ room, seq, messageId, emoji }))
      after = page.next
    }
  }
}

async function* roomsOf(personal: PersonalReads, ids: readonly string[]): AsyncGenerator<string> {
  let after: string | undefined
  let page: string[]
  do {
    page = await personal.roomsOfPerson(ids, after, ROWS)
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
