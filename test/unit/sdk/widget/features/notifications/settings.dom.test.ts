import { afterEach, expect, test, vi } from 'vitest'
import { claim } from '../../../../../../sdk/widget/features/notifications/claim.ts'
import { plainText } from '../../../../../../sdk/widget/features/notifications/plain-text.ts'
import { isWanted, KeptSettings } from '../../../../../../sdk/widget/features/notifications/settings.ts'
import { showSettings } from '../../../../../../sdk/widget/features/notifications/settings-sheet.ts'
import { words } from '../../../../../../sdk/widget/features/notifications/words.ts'
import { openSheet } from '../../../../../../sdk/widget/features/sheet/sheet-part.ts'
import { shelf } from '../../../../../../sdk/widget/kept/shelf.ts'
import { mount } from '../../../../../support/gallery/mount.ts'
import { settle, VirtualClock } from '../../../../../support/virtual-clock.ts'

const SERVER = 'https://chat.example'
afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

test('[NT2] of every message one hears, of mentions alone or of nothing, in all rooms or in one', () => {
  const kept = new KeptSettings('local', SERVER)
  const hears = (names: boolean, room = 'lobby') => isWanted(kept.read(), room, names)
  expect([hears(false), hears(true)]).toEqual([true, true])
  kept.change({ level: 'mentions' })
  expect([hears(false), hears(true)]).toEqual([false, true])
  kept.setRoom('lobby', 'none')
  expect([hears(true), hears(true, 'news')]).toEqual([false, true])
  kept.setRoom('lobby', undefined)
  expect(hears(true)).toBe(true)
})

test('[NT2] what is kept is bounded, and whatever stands there instead is harmless', () => {
  const kept = new KeptSettings('local', SERVER)
  for (let i = 0; i < 200; i++) kept.setRoom(`r${i}`, 'none')
  expect(Object.keys(kept.read().rooms).length).toBe(50)
  expect(kept.read().rooms['r199']).toBe('none')
  const fresh = { level: 'all', rooms: {}, sound: true, desktop: false }
  for (const nonsense of [
    '',
    '{',
    'null',
    '[]',
    '{"level":7,"rooms":3,"sound":"x","desktop":1}',
    '{"rooms":{"a":"loud"}}',
  ]) {
    localStorage.setItem(`chat-widget-notify:${SERVER}`, nonsense)
    expect(kept.read()).toEqual(fresh)
  }
  expect(isWanted({ level: 'none', rooms: {}, sound: true, desktop: true }, 'constructor', true)).toBe(false)
})

test('[NT3] the card says how one is told, and what is chosen counts at once', async () => {
  const shown = mount('busy')
  const kept = new KeptSettings('local', SERVER)
  const sheet = openSheet(shown.one('[part=panel]'), () => {})
  showSettings(sheet, kept, { name: 'lobby', title: '#lobby' })
  const dialog = () => shown.one('[role=dialog][aria-labelledby=sheet-title]')
  const box = (text: string, at = 0) => {
    const labels = [...dialog().querySelectorAll('label')].filter(each => each.textContent === text)
    return labels[at]?.querySelector('input') as HTMLInputElement
  }
  expect([...dialog().querySelectorAll('legend')].map(each => each.textContent)).toEqual(['In #lobby', 'In all rooms'])
  expect(box(words.same).checked).toBe(true)
  box(words.levels.none).click()
  box(words.levels.mentions, 1).click()
  box(words.sound).click()
  expect(kept.read()).toEqual({ level: 'mentions', rooms: { lobby: 'none' }, sound: false, desktop: false })
  // No browser here makes sounds
  ;[...dialog().querySelectorAll('button')].find(each => each.textContent === words.play)?.click()
  await settle()
  expect(dialog().textContent).toContain(words.noSound)
})

test('[NT4] the system is asked only by a press; what is refused, or cannot be, is said with what to do', async () => {
  const requestPermission = vi.fn(async () => {
    Notification_.permission = 'denied'
    return 'denied'
  })
  const Notification_ = Object.assign(() => {}, { permission: 'default', requestPermission })
  vi.stubGlobal('Notification', Notification_)
  vi.stubGlobal('isSecureContext', true)
  const shown = mount('busy')
  const kept = new KeptSettings('local', SERVER)
  const open = () =>
    showSettings(
      openSheet(shown.one('[part=panel]'), () => {}),
      kept,
      { name: 'a', title: '#a' },
    )
  const desktop = () => shown.one<HTMLInputElement>('input[name=notify-desktop]')
  const state = () => shown.one('#notify-state').textContent
  open()
  expect([requestPermission.mock.calls.length, desktop().disabled, state()]).toEqual([0, false, words.states.ask])
  desktop().click()
  await settle()
  expect([requestPermission.mock.calls.length, desktop().checked, desktop().disabled]).toEqual([1, false, true])
  expect([state(), kept.read().desktop]).toEqual([words.states.denied, false])
  shown.one('[role=dialog] [aria-label=Close]').click()
  vi.stubGlobal('Notification', undefined)
  open()
  expect([desktop().disabled, state()]).toEqual([true, words.states.none])
})

test('[NT5] of a long or hidden text the system shows the beginning in one line, and nothing that is hidden', () => {
  expect(plainText('a\n\n b')).toBe('a b')
  expect(plainText('the end: ||he dies|| and ||a|b|| sad')).toBe('the end: ▒▒▒ and ▒▒▒ sad')
  expect([...plainText('😀'.repeat(300))].length).toBe(140)
  const started = performance.now()
  plainText('||'.repeat(100_000))
  expect(performance.now() - started).toBeLessThan(200)
})

test('[NT6] of many tabs one has what it claims, by locks or without them', async () => {
  const clock = new VirtualClock()
  const options = { clock, shelf: shelf('local', 'claims') }
  const all = async (name: string) => {
    const claims = [1, 2, 3].map(() => claim(name, 5_000, options))
    await clock.run(100)
    return (await Promise.all(claims)).filter(Boolean).length
  }
  vi.stubGlobal('navigator', {})
  expect([await all('a'), await all('a'), await all('b')]).toEqual([1, 0, 1])
  await clock.run(6_000)
  expect(await all('a')).toBe(1)
  const held = new Set<string>()
  const request = async (name: string, _: object, then: (lock: object | null) => Promise<void> | undefined) => {
    if (held.has(name)) return then(null)
    held.add(name)
    await then({})
    held.delete(name)
  }
  vi.stubGlobal('navigator', { locks: { request } })
  expect([await all('a'), await all('a'), await all('b')]).toEqual([1, 0, 1])
  await clock.run(6_000)
  expect(await all('a')).toBe(1)
})
