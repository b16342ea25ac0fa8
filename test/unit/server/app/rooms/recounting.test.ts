import { expect, test } from 'vitest'
import { PeopleHarness } from '../../../../support/people-harness.ts'

test('[RM162] a mark at 0 moves nothing, and is answered by where they stand, as it is counted then', async () => {
  const harness = new PeopleHarness({})
  await harness.accounts('a:ann', 'a:bob')
  const bob = await harness.as('a:bob', 'lobby')
  const ann = await harness.as('a:ann', 'lobby')
  const say = (text: string) => bob.ask({ type: 'send_message', room: 'lobby', text, cid: `c-${text}` })
  await say('one')
  const { id } = await say('two')
  await say('three')
  await ann.ask({ type: 'mark_read', room: 'lobby', upTo: 1 })
  await harness.pass(1_000)
  await bob.ask({ type: 'delete_message', room: 'lobby', messageId: id, cid: 'd' })
  for (const client of [ann, bob]) client.clear()
  for (let time = 0; time < 3; time++) await ann.ask({ type: 'mark_read', room: 'lobby', upTo: 0 })
  await harness.pass(1_000)
  expect(ann.of('read')).toEqual([{ type: 'read', room: 'lobby', upTo: 1, unread: 1, mentions: 0 }])
  expect(bob.of('read')).toEqual([])
})
