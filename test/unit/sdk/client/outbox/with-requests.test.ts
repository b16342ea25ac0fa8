import { expect, test } from 'vitest'
import { withRequests } from '../../../../../sdk/client/outbox/with-requests.ts'

test('[MD171] a reaction that is on its way is counted once, though the row names its person already', () => {
  const ann = { id: 'a:ann', name: 'Ann' }
  const bob = { id: 'a:bob', name: 'Bob' }
  const reactions = [{ emoji: '👍', count: 2, users: [bob, ann] }]
  const message = { room: 'r', seq: 1, id: 'm', cid: 'c', user: bob, text: 'hi', sentAt: 1, reactions }
  const request = { type: 'react', messageId: 'm', emoji: '👍', on: true } as const
  const shown = withRequests(message, [{ request, createdAt: 2 }], { user: ann, guestId: undefined } as never)
  expect(shown.reactions).toEqual([{ emoji: '👍', count: 2, users: [bob, ann], me: true }])
})
