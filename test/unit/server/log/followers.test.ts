import { expect, test } from 'vitest'
import { Followers } from '../../../../server/log/followers.ts'
import type { RoomNews } from '../../../../server/ports/room-log.ts'

const event = (seq: number): RoomNews => ({
  type: 'new_message',
  room: 'a',
  seq,
  id: `m${seq}`,
  cid: `c${seq}`,
  user: { id: 'u', name: 'Ada' },
  text: 'text',
  sentAt: 1,
})

test('[ST30] behind a reset a subscriber hears every event, also where seqs are lower than those it began behind', () => {
  const followers = new Followers(error => {
    throw error
  })
  const heard: (number | string)[] = []
  followers.add(5, news => heard.push(news.type === 'reset' ? `reset to ${news.head.seq}` : news.seq))
  followers.tell(event(5))
  followers.tell(event(6))
  followers.tell({ type: 'reset', head: { epoch: 'e2', seq: 2 } })
  followers.tell(event(3))
  followers.tell(event(4))
  expect(heard).toEqual([6, 'reset to 2', 3, 4])
})
