import { afterEach, expect, test, vi } from 'vitest'
import { openNotifications } from '../../../../../../sdk/widget/features/notifications/notify-part.ts'
import { words } from '../../../../../../sdk/widget/features/notifications/words.ts'
import type { TalkHost } from '../../../../../../sdk/widget/features/talk/talk-host.ts'
import { ada, message } from '../../../../../support/gallery/cast.ts'
import { roomHost } from '../../../../../support/gallery/room-host.ts'

afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

function chat() {
  const shown = roomHost()
  const notifications = openNotifications(shown.host as unknown as TalkHost)
  notifications.look()
  return { ...shown, notifications }
}

const OTHERS: [string, (shown: ReturnType<typeof chat>) => void][] = [
  ['the login', ({ now }) => Object.assign(now, { view: { ...now.view, screen: 'login' } })],
  ['another room', ({ now, store }) => Object.assign(now, { store: store('news') })],
  ['another person', ({ now }) => Object.assign(now, { client: { ...now.client, user: ada } })],
]
test.each(OTHERS)('[NT13] the card is closed once %s is there', (_, change) => {
  const shown = chat()
  shown.button(words.notifications).click()
  shown.notifications.look()
  expect(shown.sheet()).toBeDefined()
  change(shown)
  shown.notifications.look()
  expect(shown.sheet()).toBeUndefined()
})

test.each(['message_deleted', 'message_edited'])(
  '[NT14] what the system shows of a message goes with its %s, and nothing else does',
  async type => {
    const open = new Set<string>()
    class Shown {
      static permission = 'granted'
      readonly body: string
      constructor(title: string, { body }: { body: string }) {
        expect(title).toContain('#lobby')
        this.body = body
        open.add(body)
      }
      close() {
        open.delete(this.body)
      }
    }
    vi.stubGlobal('isSecureContext', true)
    vi.stubGlobal('Notification', Shown)
    localStorage.setItem('chat-widget-notify:https://chat.example', JSON.stringify({ desktop: true, sound: false }))
    const { clock, tell } = chat()
    const { id, seq, ...said } = message(ada, 1, 'a secret')
    tell('lobby', 'message', { message: { ...said, id, seq, room: 'lobby' }, live: true })
    await clock.run(1_000)
    expect([...open]).toEqual(['a secret'])
    tell('lobby', 'event', { event: { type, messageId: 'another', target: seq - 1 }, live: true })
    tell('lobby', 'event', { event: { type: 'reaction', messageId: id, target: seq }, live: true })
    expect([...open]).toEqual(['a secret'])
    tell('lobby', 'event', { event: { type, messageId: id, target: seq }, live: true })
    expect([...open]).toEqual([])
  },
)
