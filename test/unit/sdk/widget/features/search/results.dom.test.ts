import { expect, test, vi } from 'vitest'
import type { Room } from '../../../../../../sdk/client/types.ts'
import type { SearchReply } from '../../../../../../sdk/protocol/replies.ts'
import { createResults } from '../../../../../../sdk/widget/features/search/results.ts'
import { words } from '../../../../../../sdk/widget/features/search/words.ts'
import { message } from '../../../../../support/client-harness.ts'
import { settle } from '../../../../../support/virtual-clock.ts'

test('[SR64] where only the newest were looked at it is said, and a press goes on from there', async () => {
  vi.stubGlobal('IntersectionObserver', undefined)
  const found = { ...message(7, { text: 'the needle' }), marks: [[4, 10]] }
  const answers = [
    { seq: 900, messages: [], more: false, before: 400 },
    { seq: 900, messages: [found], more: true, before: 5 },
    { seq: 900, messages: [], more: false },
  ] as unknown as SearchReply[]
  const search = vi.fn(async () => answers.shift() as SearchReply)
  const room = { search, on: () => () => {} } as unknown as Room
  const results = createResults({ room, when: String, go: () => {} })
  document.body.append(...results.nodes)
  const [state, , more] = results.nodes as [HTMLElement, HTMLElement, HTMLElement]
  const press = async () => {
    more.click()
    await settle()
  }
  results.look('needle')
  await settle()
  expect([state.textContent, more.hidden]).toEqual([words.noneYet, false])
  await press()
  expect([state.textContent, more.hidden]).toEqual([words.found(1, true), false])
  await press()
  expect([state.textContent, more.hidden]).toEqual([words.found(1, false), true])
  expect(search.mock.calls).toEqual([
    ['needle', { before: undefined }],
    ['needle', { before: 400 }],
    ['needle', { before: 5 }],
  ])
  results.stop()
  vi.unstubAllGlobals()
})
