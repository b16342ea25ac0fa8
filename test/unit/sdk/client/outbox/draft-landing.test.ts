import { expect, test } from 'vitest'
import type { DraftStore, StoredDraft } from '../../../../../sdk/client/outbox/draft-store.ts'
import { ADA, harness, message } from '../../../../support/client-harness.ts'
import { settle } from '../../../../support/virtual-clock.ts'

test('[CL1] a stored draft whose message comes while it is fetched is sent', async () => {
  let bring = (_: readonly StoredDraft[]) => {}
  const taken = new Promise<readonly StoredDraft[]>(resolve => {
    bring = resolve
  })
  const drafts: DraftStore = {
    take: () => taken,
    put: async () => {},
    remove: async () => {},
    clear: async () => {},
  }
  const { enter } = harness({ drafts })
  const { socket, room } = await enter()
  socket.hear(message(1, { user: ADA, cid: 'old' }))
  const place = { server: 'https://chat.example', room: 'lobby', cid: 'old' }
  bring([{ ...place, user: ADA.id, text: 'hi', createdAt: 1, order: 1 }])
  await settle()
  expect(room.drafts).toEqual([])
  expect(socket.said('send_message')).toEqual([])
})
