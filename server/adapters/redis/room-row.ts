import type { DeletedBy, Message, User } from '../../../sdk/protocol/records.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import type { HeldMessage } from '../../events/event-rows.ts'
import { seqOf, wordOf } from './new-seqs.ts'
import { asWord, NONE, ofWord } from './words.ts'

/** An id and a name, as they were when the row was written. */
export type Person = readonly [id: string, name: string]

/** What of a message is in its row below the first line; no seq, since that may not be known yet. */
interface Body {
  id: string
  cid: string
  name: string
  text: string
  editedAt?: number | undefined
  by?: DeletedBy | undefined
  /** The id of what it answers. */
  replyTo?: string | undefined
  mentions?: Person[] | undefined
  reactions?: (readonly [emoji: string, count: number, first: Person[]])[] | undefined
  pinned?: true | undefined
}

/** The first line of a message's row. */
export interface MessageHead {
  rev: number
  /** The seq of the last change of its text; 0: there was none. */
  edited: number
  /** The seq of what it answers. */
  quoted: number | undefined
  sentAt: number
  author: string
  deleted: boolean
  /** The ids of those it names. */
  mentioned: readonly string[]
}

/** `m <rev> <edited> <quoted> <sentAt> <author> <deleted> <mentioned>`, and below it JSON. `@QUOTED` goes by the fourth word. */
export function messageRow({ message, edited }: HeldMessage): string {
  const { rev = 0, replyTo, sentAt, user, deleted, mentions } = message
  const quoted = replyTo ? wordOf(replyTo.target) : NONE
  const mentioned = mentions?.length ? mentions.map(({ id }) => asWord(id)).join(',') : NONE
  const words = ['m', wordOf(rev), wordOf(edited), quoted, sentAt, asWord(user.id), deleted ? 1 : 0, mentioned]
  return `${words.join(' ')}\n${JSON.stringify(bodyOf(message))}`
}

export function messageHead(row: string): MessageHead {
  const end = row.indexOf('\n')
  const words = (end < 0 ? row : row.slice(0, end)).split(' ')
  const [, rev = '0', edited = '0', quoted = NONE, sentAt = '0', author = NONE, deleted, mentioned = NONE] = words
  return {
    rev: seqOf(rev),
    edited: seqOf(edited),
    quoted: quoted === NONE ? undefined : seqOf(quoted),
    sentAt: Number(sentAt),
    author: ofWord(author),
    deleted: deleted === '1',
    mentioned: mentioned === NONE ? [] : mentioned.split(',').map(ofWord),
  }
}

/** As it is held: of what it answers it has only the place. */
export function heldOf(room: string, seq: number, row: string): HeldMessage {
  const head = messageHead(row)
  const body = JSON.parse(row.slice(row.indexOf('\n') + 1)) as Body
  const { id, cid, name, text, editedAt, by, replyTo, mentions, reactions, pinned } = body
  const message: Message = { room, seq, id, cid, user: userOf(head.author, name), text, sentAt: head.sentAt }
  if (head.rev > 0) message.rev = head.rev
  if (editedAt !== undefined) message.editedAt = editedAt
  if (head.deleted) message.deleted = true
  if (by !== undefined) message.by = by
  if (head.quoted !== undefined)
    message.replyTo = { messageId: replyTo ?? '', target: head.quoted, user: { id: '', name: '' }, text: '' }
  if (mentions) message.mentions = usersOf(mentions)
  if (reactions) message.reactions = reactions.map(([emoji, count, first]) => ({ emoji, count, users: usersOf(first) }))
  if (pinned) message.pinned = true
  return { message, edited: head.edited }
}

export function peopleOf(users: readonly User[]): Person[] {
  return users.map(({ id, name }) => [id, name])
}

export function usersOf(people: readonly Person[]): User[] {
  return people.map(([id, name]) => userOf(id, name))
}

function bodyOf(message: Message): Body {
  const { id, cid, user, text, editedAt, by, replyTo, mentions, reactions, pinned } = message
  return {
    id,
    cid,
    name: user.name,
    text,
    editedAt,
    by,
    replyTo: replyTo?.messageId,
    mentions: mentions?.length ? peopleOf(mentions) : undefined,
    reactions: reactions?.map(({ emoji, count, users }) => [emoji, count, peopleOf(users)]),
    pinned,
  }
}
