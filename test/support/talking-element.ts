import { expect, vi } from 'vitest'
// loaded when they are wanted elsewhere, here at once
import '../../sdk/widget/features/commands/commands-part.ts'
import '../../sdk/widget/features/composing/composing-part.ts'
import '../../sdk/widget/features/mentions/mentions-part.ts'
import '../../sdk/widget/features/message-menu/message-menu.ts'
import '../../sdk/widget/features/talk/talk-part.ts'
import { ChatWidgetElement } from '../../sdk/widget/element/chat-widget-element.ts'
import { ADA, connected, joined } from './client-harness.ts'
import { type FakeSocket, fakeSockets } from './fake-socket.ts'

ChatWidgetElement.define()

export const until = (holds: () => unknown) =>
  vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5, timeout: 8_000 })

let servers = 0

export interface Talking {
  element: ChatWidgetElement
  socket: FakeSocket
  field: HTMLTextAreaElement
  part(name: string): HTMLElement | null
  all(selector: string): HTMLElement[]
  /** Types on: the field's text ends with this now. */
  type(text: string): void
  /** Presses a key in the field; whether anything took it. */
  press(key: string, init?: KeyboardEventInit): boolean
  /** The labels in the list beside the composer, the chosen one with a star. */
  list(): string[]
  /** Everything that is said to who does not see it. */
  said(): string
  /** The server has stored what was sent last. */
  stored(type?: string): void
  /** What was sent of one type: all fields but those of the request. */
  sent(type: string): Record<string, unknown>[]
}

/** Before each test: a page without a real network. */
export function stubPage(): void {
  vi.stubGlobal('location', new URL('https://site.example/page'))
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    if (init.method !== 'POST') return new Response(null, { status: 404 })
    return Response.json({ token: 't', user: ADA, expiresAt: Number.MAX_SAFE_INTEGER })
  })
}

/** After it. */
export function leavePage(): void {
  document.body.replaceChildren()
  localStorage.clear()
  vi.unstubAllGlobals()
}

/** Somebody in a room with an element of the page, as soon as what makes talking good is loaded. */
export async function talking(
  fields: object = {},
  {
    server = `https://talk${servers++}.example`,
    without = '',
    set = (_: ChatWidgetElement) => {},
    login = true,
    offers = true,
  } = {},
): Promise<Talking> {
  const sockets = fakeSockets()
  vi.stubGlobal('WebSocket', sockets.WebSocket)
  const element = document.createElement('chat-widget') as ChatWidgetElement
  element.setAttribute('server', server)
  if (without) element.setAttribute('without', without)
  set(element)
  document.body.append(element)
  const done = login ? element.login('Ada') : element.ready
  await until(() => sockets.all.length > 0)
  const socket = sockets.last
  socket.open()
  await until(() => socket.said('connect').length)
  socket.ok('connect', { ...connected(), rooms: [joined(fields)] })
  await done
  const root = element.shadowRoot as ShadowRoot
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)]
  const part = (name: string) => root.querySelector<HTMLElement>(`[part~=${name}]`)
  await until(() => part('textarea') && part('question'))
  const field = part('textarea') as HTMLTextAreaElement
  if (offers) await until(() => field.hasAttribute('aria-autocomplete'))
  await Promise.resolve()
  let acknowledged = 0
  return {
    element,
    socket,
    field,
    part,
    all,
    type(text) {
      field.focus()
      field.value += text
      field.setSelectionRange(field.value.length, field.value.length)
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
    press(key, init = {}) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...init })
      field.dispatchEvent(event)
      return event.defaultPrevented
    },
    list: () =>
      all('[part~=completion-option]').map(
        option =>
          `${option.getAttribute('aria-selected') === 'true' ? '*' : ''}${option.querySelector('bdi')?.textContent}`,
      ),
    said: () =>
      all('[aria-live]')
        .map(each => each.textContent)
        .join(' '),
    stored(type = 'send_message') {
      const seq = 1_000 + acknowledged++
      socket.ok(type, { seq, id: `s${seq}`, sentAt: seq })
    },
    sent: type => socket.said(type).map(({ type: _, ref: __, cid: ___, room: ____, ...rest }) => rest),
  }
}
