import { beforeEach, expect, test, vi } from 'vitest'
import type { SearchHost } from '../../../../../../sdk/widget/features/search/search-host.ts'
import { openSearch } from '../../../../../../sdk/widget/features/search/search-opener.ts'
import { ada } from '../../../../../support/gallery/cast.ts'
import { roomHost } from '../../../../../support/gallery/room-host.ts'

beforeEach(() => {
  // What is in sight is nothing here
  vi.stubGlobal('IntersectionObserver', undefined)
})

function chat() {
  const shown = roomHost()
  const part = openSearch(shown.host as unknown as SearchHost)
  part.look()
  const { sheet, part: find } = shown
  /** Files are loaded, on a machine that may be busy. */
  const opened = () => expect.poll(() => !!sheet(), { timeout: 10_000 }).toBe(true)
  const open = async () => {
    find('search-toggle')?.click()
    await opened()
  }
  const field = () => shown.one<HTMLInputElement>('#search-field')
  const look = (query: string) => {
    field().value = query
    field().form?.dispatchEvent(new Event('submit', { cancelable: true }))
  }
  /** True: the page and the browser have them, too. */
  const press = () => {
    const init = { key: 'f', code: 'KeyF', ctrlKey: true, bubbles: true, cancelable: true, composed: true }
    return shown.one('[part=panel]').dispatchEvent(new KeyboardEvent('keydown', init))
  }
  return { ...shown, search: part, open, opened, field, look, press }
}

const OTHERS: [string, (shown: ReturnType<typeof chat>) => void][] = [
  ['the login', ({ now }) => Object.assign(now, { view: { ...now.view, screen: 'login' } })],
  ['another room', ({ now, store }) => Object.assign(now, { store: store('news') })],
  ['another person', ({ now }) => Object.assign(now, { client: { ...now.client, user: ada } })],
  ['a room without a search', ({ now }) => now.view.rights.can.clear()],
]
test.each(OTHERS)('[SR61] an open search is closed once %s is there', async (_, change) => {
  const shown = chat()
  await shown.open()
  shown.search.look()
  expect(shown.sheet()).toBeDefined()
  change(shown)
  shown.search.look()
  expect(shown.sheet()).toBeUndefined()
})

test('[SR62] what was looked for is there again for who looked for it, and for nobody else', async () => {
  const { open, look, field, button, now, store, asked } = chat()
  const reopen = async () => {
    button('Close').click()
    await open()
    return field().value
  }
  await open()
  look('secret')
  expect(await reopen()).toBe('secret')
  const { client, store: lobby } = now
  now.client = { ...client, user: ada }
  expect(await reopen()).toBe('')
  now.client = client
  now.server = 'https://other.example'
  expect(await reopen()).toBe('')
  now.server = 'https://chat.example'
  now.store = store('news')
  expect(await reopen()).toBe('')
  now.store = lobby
  expect(await reopen()).toBe('secret')
  expect(asked.map(([room, query]) => `${room} ${query}`)).toEqual(Array(3).fill('lobby secret'))
})

test('[SR63] the keys of the search are left to the page while the panel is closed, and open it while it is open', async () => {
  const { now, press, sheet, opened, button } = chat()
  now.open = false
  expect(press()).toBe(true)
  now.open = true
  expect(press()).toBe(false)
  await opened()
  button('Close').click()
  // It is closed while the file is on its way
  press()
  now.open = false
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(sheet()).toBeUndefined()
})
