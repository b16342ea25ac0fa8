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

test('[CL272] who takes back what they chose as a guest, in a page that never knew that guest, is named no more where all are', () => {
  const ann = { id: 'a:ann', name: 'Ann' }
  const bob = { id: 'a:bob', name: 'Bob' }
  const guest = (id: string, name: string) => ({ id, name, guest: true as const })
  const taken = (count: number, ...users: { id: string; name: string }[]) => {
    const reactions = [{ emoji: '👍', count, users, me: true as const }]
    const message = { room: 'r', seq: 1, id: 'm', cid: 'c', user: bob, text: 'hi', sentAt: 1, reactions }
    const request = { type: 'react', messageId: 'm', emoji: '👍', on: false } as const
    const shown = withRequests(message, [{ request, createdAt: 2 }], { user: ann, guestId: undefined } as never)
    return shown.reactions?.map(each => [each.count, ...each.users.map(({ id }) => id)])
  }
  expect(taken(3, bob, guest('g:1', 'Ann'), guest('g:2', 'Cy'))).toEqual([[2, 'a:bob', 'g:2']])
  expect(taken(2, bob, guest('g:1', 'Before'))).toEqual([[1, 'a:bob']])
  expect(taken(2, bob, ann)).toEqual([[1, 'a:bob']])
  // it may be one of those who are not named
  expect(taken(4, bob, guest('g:2', 'Cy'), guest('g:3', 'Di'))).toEqual([[3, 'a:bob', 'g:2', 'g:3']])
})
