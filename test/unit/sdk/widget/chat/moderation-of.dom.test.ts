import { beforeEach, expect, test, vi } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import type { Action } from '../../../../../sdk/protocol/policy.ts'
import { moderationOf } from '../../../../../sdk/widget/chat/moderation-of.ts'
import type { OrderIntent } from '../../../../../sdk/widget/views/view.ts'
import { ada, message } from '../../../../support/gallery/cast.ts'
import { STATES } from '../../../../support/gallery/states.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

const opened = vi.hoisted(() => ({ open: vi.fn(), look: vi.fn(), order: vi.fn(), stop: vi.fn(), fails: 0 }))
vi.mock('../../../../../sdk/widget/features/moderation/moderation-part.ts', () => ({
  get openModeration() {
    if (opened.fails-- > 0) throw new Error('not there')
    return (...given: unknown[]) => {
      opened.open(...given)
      return opened
    }
  },
}))

const turns = () => new Promise(resolve => setTimeout(resolve, 20))
const report: OrderIntent = { type: 'order', act: 'report', item: message(ada, 1, 'Buy watches') }

type View = Partial<Pick<typeof STATES.busy, 'info' | 'rights' | 'refused'>>

function chat(view: View = {}) {
  const clock = new VirtualClock()
  const shown = { view: { ...STATES.busy, ...view } }
  const host = { clock, server: () => '', shown: () => shown } as unknown as Parameters<typeof moderationOf>[0]
  return { ...moderationOf(host), clock }
}

beforeEach(() => {
  vi.clearAllMocks()
  opened.fails = 0
})

test('[MD83] a page on which nobody keeps order, is sanctioned, waits or reports loads nothing of it', async () => {
  const can = new Set<Action>(['send', 'react', 'delete', 'invite', 'change'])
  const views: View[] = [
    {},
    { rights: { role: 'user', can }, info: { sanctions: [], held: [] } },
    { refused: new ChatError('not_found', 'There is no such room.') },
  ]
  for (const view of views) chat(view).look()
  await turns()
  expect(opened.open).not.toHaveBeenCalled()
})

test.each<[string, View]>([
  ['who keeps order', { rights: { role: 'moderator', can: new Set<Action>(['moderate']) } }],
  ['who was sanctioned', { info: { sanctions: [{ kind: 'warn' }] } }],
  ['whose messages wait', { info: { held: [{ hold: 'h', cid: 'h', text: 'hello', at: 0 }] } }],
  ['who is banned', { refused: new ChatError('banned', 'You may not be in this room.') }],
])('[MD83] it is loaded once for %s', async (_, view) => {
  const { look, stop } = chat(view)
  look()
  look()
  await turns()
  look()
  expect([opened.open.mock.calls.length, opened.look.mock.calls.length]).toEqual([1, 2])
  stop()
  expect(opened.stop).toHaveBeenCalledTimes(1)
})

test('[MD83] it is loaded when somebody reports, whose dialog then opens; the next one has it at once', async () => {
  const { order } = chat()
  order(report)
  await turns()
  expect(opened.open.mock.calls).toEqual([[expect.anything(), report]])
  order(report)
  expect(opened.order.mock.calls).toEqual([[report]])
})

test('[MD83] where it cannot be loaded, a drawing some time later tries again', async () => {
  opened.fails = 1
  const { order, look, clock } = chat()
  order(report)
  await turns()
  look()
  await turns()
  expect(opened.open).not.toHaveBeenCalled()
  await clock.run(10_000)
  look()
  await turns()
  expect(opened.open).toHaveBeenCalledTimes(1)
})

test('[MD83] a chat that ends while it is loaded opens nothing of it', async () => {
  const { order, stop } = chat()
  order(report)
  stop()
  await turns()
  expect(opened.open).not.toHaveBeenCalled()
})
