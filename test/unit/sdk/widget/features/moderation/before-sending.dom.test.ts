import { expect, test, vi } from 'vitest'
import type { Filters } from '../../../../../../sdk/protocol/filters.ts'
import type { RoomStore } from '../../../../../../sdk/store/room-store.ts'
import { createBeforeSending } from '../../../../../../sdk/widget/features/moderation/before-sending.ts'
import type { ModerationHost } from '../../../../../../sdk/widget/features/moderation/moderation-host.ts'
import { whyBlocked } from '../../../../../../sdk/widget/i18n/en-failure.ts'
import { setLater } from '../../../../../../sdk/widget/views/later.ts'
import { writeTyped } from '../../../../../../sdk/widget/views/write-typed.ts'
import { VirtualClock } from '../../../../../support/virtual-clock.ts'

setLater({ whyBlocked, writeTyped } as never)

function composer(filters: Pick<Filters, 'links' | 'floods'>[]) {
  const host = document.createElement('div')
  document.body.append(host)
  const root = host.attachShadow({ mode: 'open' })
  root.innerHTML = '<form part="composer"><textarea part="textarea"></textarea><button part="send">Send</button></form>'
  const [form, field, button] = ['form', 'textarea', 'button'].map(name => root.querySelector(name)) as [
    HTMLFormElement,
    HTMLTextAreaElement,
    HTMLButtonElement,
  ]
  const clock = new VirtualClock()
  const emit = vi.fn()
  const sent: string[] = []
  form.addEventListener('submit', event => {
    event.preventDefault()
    sent.push(field.value)
    field.value = ''
  })
  const before = createBeforeSending({ root, clock, emit } as unknown as ModerationHost)
  before.look({ view: { info: { filters } } } as unknown as RoomStore)
  const type = async (text: string, ms = 500) => {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    await clock.run(ms)
  }
  const hint = () => {
    const node = root.querySelector('[part=hint]')
    return node?.hasAttribute('hidden') ? '' : (node?.textContent ?? '')
  }
  const send = () => {
    button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }))
  }
  return { root, before, type, hint, send, sent, emit, clock, field }
}

const LINKS: Filters = { links: { mode: 'block', hosts: ['evil.com'], action: 'block' } }

test('[MD180] what the room will not take is said while it is typed, and is not sent', async () => {
  const { type, hint, send, sent, emit, field } = composer([LINKS])
  await type('hello')
  expect(hint()).toBe('')
  await type('see www.evil.com', 100)
  expect(hint()).toBe('')
  await type('see www.evil.com now')
  expect(hint()).toBe('Links to www.evil.com are not allowed here.')
  send()
  expect([sent, field.value]).toEqual([[], 'see www.evil.com now'])
  expect(emit).toHaveBeenCalledWith({ type: 'say', text: 'Links to www.evil.com are not allowed here.', urgent: true })
  await type('see example.com')
  expect(hint()).toBe('')
  send()
  expect(sent).toEqual(['see example.com'])
})

test('[MD180] what will wait is said, and is sent', async () => {
  const { type, hint, send, sent } = composer([{ links: { mode: 'none', action: 'hold' } }])
  await type('see example.com')
  expect(hint()).toBe('A moderator looks at this before others see it.')
  send()
  expect(sent).toEqual(['see example.com'])
})

test('[MD180] the same again is said within a minute, and no longer', async () => {
  const { type, hint, send, sent, clock } = composer([{ floods: { same: 1, action: 'block' } }])
  await type('buy')
  send()
  await type('buy')
  expect(hint()).toBe('You have written the same a moment ago.')
  send()
  expect(sent).toEqual(['buy'])
  await clock.run(60_000)
  await type('buy')
  send()
  expect(sent).toEqual(['buy', 'buy'])
})

test('[MD180] where it ends it leaves nothing behind', async () => {
  const { root, before, type, send, sent } = composer([LINKS])
  before.stop()
  await type('see evil.com')
  send()
  expect(sent).toEqual(['see evil.com'])
  expect(root.querySelector('[part=hint]')).toBeNull()
})
