import { afterEach, expect, test } from 'vitest'
import { openNotifications } from '../../../../../../sdk/widget/features/notifications/notify-part.ts'
import { words } from '../../../../../../sdk/widget/features/notifications/words.ts'
import type { TalkHost } from '../../../../../../sdk/widget/features/talk/talk-host.ts'
import { ada } from '../../../../../support/gallery/cast.ts'
import { roomHost } from '../../../../../support/gallery/room-host.ts'

afterEach(() => localStorage.clear())

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
