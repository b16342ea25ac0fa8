import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ATTRIBUTES } from '../../../../../sdk/widget/element/attributes.ts'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import { fakeSockets } from '../../../../support/fake-socket.ts'

ChatWidgetElement.define()

const VALUES: unknown[] = [
  ...[null, undefined, true, false, 0, -1, NaN, Infinity, 10n, '', ' ', 'x', 'null', '\u0000', 'x'.repeat(100_000)],
  ...[{}, [], [1, 2], new Date(0), /x/, Symbol('x'), () => 'x', Object.create({ toString: () => 'made' })],
]

async function frames(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(resolve => requestAnimationFrame(resolve))
}

let errors: unknown[]
const keep = (event: ErrorEvent) => errors.push(event.error ?? event.message)
beforeEach(() => {
  errors = []
  addEventListener('error', keep)
  vi.stubGlobal('WebSocket', fakeSockets().WebSocket)
})
afterEach(async () => {
  document.body.replaceChildren()
  await frames()
  removeEventListener('error', keep)
  vi.unstubAllGlobals()
})

test.each(ATTRIBUTES)('[WG79] %s may be anything, as attribute and as property, before and after', async name => {
  for (const value of VALUES) {
    const attribute = document.createElement('chat-widget')
    const property = document.createElement('chat-widget')
    const set = () => Object.assign(property, { [name]: value })
    for (const element of [attribute, property]) element.setAttribute('server', 'https://chat.example')
    attribute.setAttribute(name, String(value))
    set()
    document.body.append(attribute, property)
    await frames()
    const drawn = () => expect(property.shadowRoot?.textContent).not.toBe('')
    await vi.waitFor(drawn, { interval: 5, timeout: 15_000 })
    property.removeAttribute(name)
    set()
    await frames()
    document.body.replaceChildren()
  }
  expect(errors).toEqual([])
})

test('[WG79] what is nothing takes an attribute away, and opens nothing', () => {
  const element = document.createElement('chat-widget') as ChatWidgetElement
  element.setAttribute('room', 'den')
  Object.assign(element, { room: undefined })
  expect(element.hasAttribute('room')).toBe(false)
  Object.assign(element, { heading: null })
  expect(element.heading).toBe('')
  for (const closed of [undefined, null, 0, NaN, '']) {
    Object.assign(element, { open: closed })
    expect(element.open).toBe(false)
  }
})
