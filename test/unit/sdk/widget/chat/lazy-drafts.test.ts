import { expect, test } from 'vitest'
import type { DraftStore, StoredDraft } from '../../../../../sdk/client/outbox/draft-store.ts'
import { lazyDrafts } from '../../../../../sdk/widget/chat/lazy-drafts.ts'

const draft: StoredDraft = {
  ...{ server: 'https://chat.example', room: 'lobby', cid: 'c1', user: 'u1' },
  ...{ text: 'hello', createdAt: 1, order: 1 },
}

function setUp() {
  const calls: string[] = []
  let tell = () => {}
  const store: DraftStore = {
    async take() {
      calls.push('take')
      return [draft]
    },
    put: async () => void calls.push('put'),
    remove: async () => void calls.push('remove'),
    clear: async () => void calls.push('clear'),
    hold(left) {
      calls.push('hold')
      tell = left
      return () => calls.push('release')
    },
  }
  return { calls, store, left: () => tell() }
}

test('[WG140] what keeps drafts is loaded once, with the first call', async () => {
  const { calls, store, left } = setUp()
  let loads = 0
  let told = 0
  const lazy = lazyDrafts(async () => {
    loads++
    return store
  })
  const release = lazy.hold?.(() => told++)
  expect(loads).toBe(0)
  await Promise.all([lazy.put(draft), lazy.remove(draft)])
  expect(await lazy.take({ server: draft.server, room: draft.room })).toEqual([draft])
  await lazy.clear(draft)
  expect([loads, calls]).toEqual([1, ['hold', 'put', 'remove', 'take', 'clear']])
  left()
  expect(told).toBe(1)
  release?.()
  expect(calls.at(-1)).toBe('release')
})

test('[WG140] one that cannot be loaded rejects, and is tried again', async () => {
  const { calls, store } = setUp()
  let loads = 0
  const lazy = lazyDrafts(async () => {
    if (++loads < 3) throw new Error('no network')
    return store
  })
  await expect(lazy.put(draft)).rejects.toThrow('no network')
  await expect(lazy.put(draft)).rejects.toThrow('no network')
  await lazy.put(draft)
  expect([loads, calls]).toEqual([3, ['hold', 'put']])
})

test('[WG140] a client that ends while it loads holds nothing', async () => {
  const { calls, store } = setUp()
  let arrive = (_: DraftStore) => {}
  const lazy = lazyDrafts(() => new Promise(resolve => (arrive = resolve)))
  const release = lazy.hold?.(() => {})
  const put = lazy.put(draft)
  release?.()
  arrive(store)
  await put
  expect(calls).toEqual(['hold', 'release', 'put'])
})
