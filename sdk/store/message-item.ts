import { withRequests } from '../client/outbox/with-requests.ts'
import { isOwn, type Me } from '../client/person.ts'
import { quoteText } from '../protocol/apply-event.ts'
import type { Message, Quote, User } from '../protocol/records.ts'
import { changesOf } from './drafts-of.ts'
import { same } from './same.ts'
import type { DraftRow, Timeline } from './timeline-state.ts'
import type { Delivery, LogItem, MessageItem } from './view-model.ts'

const SENT: Delivery = { status: 'sent' }
const SENDING: Delivery = { status: 'sending' }

const deliveryOf = ({ error }: DraftRow): Delivery => (error ? { status: 'failed', error } : SENDING)

/** Makes rows of messages, each with what the reader changes of it and no server has told yet. */
export function messageItem(
  timeline: Timeline,
  me: Me,
): (message: Message, key: string, before: LogItem | undefined) => MessageItem {
  const changes = changesOf(timeline, me.user)
  const open = changes.flatMap(({ change, createdAt, error }) =>
    change && !error ? [{ request: change, createdAt }] : [],
  )
  return (message, key, before) => {
    const now = open.length > 0 ? withRequests(message, open, me) : message
    const { seq, id, cid, user, text, sentAt, rev, editedAt, by, replyTo, mentions, reactions, pinned } = now
    const edit = changes.filter(({ change }) => change?.type === 'edit_message' && change.messageId === id).at(-1)
    return {
      kind: 'message',
      key,
      seq,
      cid,
      user,
      own: isOwn(user, me),
      text,
      deleted: now.deleted === true,
      sentAt,
      delivery: SENT,
      first: true,
      last: true,
      id,
      rev,
      editedAt,
      by,
      replyTo,
      mentions,
      reactions,
      pinned,
      edit: edit && editOf(edit, before),
    }
  }
}

function editOf(draft: DraftRow, before: LogItem | undefined): MessageItem['edit'] {
  const was = before?.kind === 'message' ? before.edit : undefined
  const delivery = same(deliveryOf(draft), was?.delivery)
  return same({ cid: draft.cid, text: draft.text, delivery }, was)
}

/** The row of a message that is on its way, at this time at the earliest. */
export function draftItem(draft: DraftRow, me: User, { rows, tail }: Timeline, at: number): MessageItem {
  const { cid, text, createdAt } = draft
  const fixed = { kind: 'message', deleted: false, first: true, last: true, own: true } as const
  const key = `c:${cid}`
  const item = {
    ...fixed,
    key,
    seq: 0,
    cid,
    text,
    user: me,
    sentAt: Math.max(createdAt, at),
    delivery: deliveryOf(draft),
  }
  if (draft.replyTo === undefined) return item
  const row = [...rows, ...tail].find(each => each.kind === 'message' && each.message.id === draft.replyTo)
  return row?.kind === 'message' ? { ...item, replyTo: quoteOf(row.message) } : item
}

function quoteOf({ id, seq, user, text, deleted }: Message): Quote {
  return { messageId: id, target: seq, user, text: quoteText(text), deleted }
}
