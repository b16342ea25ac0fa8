import { expect, test } from 'vitest'
import { crowd, me } from '../../../../support/gallery/cast.ts'
import { mount, strings } from '../../../../support/gallery/mount.ts'
import { STATES, type StateName } from '../../../../support/gallery/states.ts'

test('[VW23] the header names the room or what the host calls it, and counts who is here', () => {
  const { shell, part, button } = mount('busy')
  expect(part('heading')?.textContent).toBe(strings.room('lobby'))
  expect(part('count')?.textContent).toBe(strings.here(crowd.length))
  expect(button(strings.showPeople(crowd.length)).textContent).toBe(`${crowd.length}`)
  shell.update(STATES.long)
  expect(part('heading')?.textContent).toBe(STATES.long.chrome.heading)
  shell.update(STATES.connecting)
  expect([part('count'), button(strings.showPeople(0))].map(node => node?.textContent)).toEqual(['', ''])
  expect(part('people')?.textContent).not.toMatch(/\d/)
})

const LINES: StateName[] = ['offline', 'reconnecting', 'back', 'removed', 'server-gone']
test.each(LINES)('[VW24] %s is said in words, in a line', name => {
  const { part } = mount(name)
  const { connection, composer, chrome, news } = STATES[name]
  const said = strings.status(connection, composer.queued, chrome.now) || (news ? strings.back : '')
  expect(part('banner')?.hidden).toBe(false)
  expect(part('banner')?.textContent).toContain(said)
  expect(part('banner')?.dataset.state).toBe(connection.status)
})

test('[VW24] while it connects first the header says so, without a line that would move the log when it goes', () => {
  const { part } = mount('connecting')
  expect(part('banner')?.hidden).toBe(true)
  expect(part('status')?.textContent).toBe(strings.connecting)
})

test('[VW24] while all is well there is no line', () => {
  expect(mount('busy').part('banner')?.hidden).toBe(true)
})

test('[VW25] the wait for the next try counts down, and can be cut short', () => {
  const { shell, part, emit, button } = mount('reconnecting')
  const before = part('banner')?.textContent
  const { chrome } = STATES.reconnecting
  shell.update({ ...STATES.reconnecting, chrome: { ...chrome, now: chrome.now + 1000 } })
  expect(part('banner')?.textContent).not.toBe(before)
  button(strings.retryNow).click()
  expect(emit).toHaveBeenCalledWith({ type: 'reconnect' })
})

test.each(['origin-refused', 'wrong-scheme', 'refused'] as const)(
  '[VW26] %s says in the log’s place what to do, once',
  name => {
    const { part, all } = mount(name)
    const { connection, refused } = STATES[name]
    const error = refused ?? (connection.status === 'closed' ? connection.error : undefined)
    if (!error) throw new Error('no error to show')
    expect(part('blocked')?.textContent).toBe(strings.error(error))
    expect(part('banner')?.hidden).toBe(true)
    expect(part('skeleton')?.hidden).toBe(true)
    expect(all<HTMLTextAreaElement>('textarea')[0]?.disabled).toBe(true)
  },
)

test('[VW27] people are listed with this user marked, and more can be asked for', () => {
  const { part, all, button, emit } = mount('drawer-large')
  const rows = all('[part=person]')
  expect(rows.length).toBe(crowd.length)
  const marked = rows.filter(row => !row.querySelector('span:last-child')?.hasAttribute('hidden'))
  expect(marked.map(row => row.querySelector('[part=person-name]')?.textContent)).toEqual([me.name])
  expect(part('people')?.textContent).toContain(strings.people(1234))
  button(strings.morePeople).click()
  expect(emit).toHaveBeenCalledWith({ type: 'more-people' })
})

test('[AX35] the drawer is a dialog while it lies over the log, and its button says whether it is open', () => {
  const { shell, part, emit, button } = mount('busy')
  expect(part('people')?.getAttribute('role')).toBe('region')
  expect(part('toggle')?.getAttribute('aria-expanded')).toBe('false')
  part('toggle')?.click()
  shell.update(STATES.drawer)
  expect(part('people')?.getAttribute('role')).toBe('dialog')
  expect(part('people')?.getAttribute('aria-modal')).toBe('true')
  expect(part('toggle')?.getAttribute('aria-expanded')).toBe('true')
  button(strings.closePeople).click()
  part('scrim')?.click()
  expect(emit.mock.calls.map(([intent]) => intent)).toEqual([
    { type: 'drawer', open: true },
    { type: 'drawer', open: false },
    { type: 'drawer', open: false },
  ])
})

test('[AX36] the menu opens on its first entry, and Escape goes back to its button alone', () => {
  const { root, part, button, emit, one } = mount('busy')
  const opener = button(strings.menu)
  let escaped = 0
  one('[part=panel]').addEventListener('keydown', () => escaped++)
  opener.click()
  expect(opener.getAttribute('aria-expanded')).toBe('true')
  expect(part('menu')?.textContent).toContain(me.name)
  expect(root.activeElement).toBe(part('logout'))
  const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
  part('logout')?.dispatchEvent(pressed)
  expect(pressed.defaultPrevented).toBe(true)
  expect(part('menu')?.hidden).toBe(true)
  expect(root.activeElement).toBe(opener)
  expect(escaped).toBe(0)
  opener.click()
  part('logout')?.click()
  expect(emit.mock.calls).toEqual([[{ type: 'logout' }]])
})

test('[VW28] who types is said, and its place is kept when nobody does', () => {
  const { shell, part } = mount('busy')
  const plain = () => part('typing')?.textContent?.replace(/[\u2068\u2069]/g, '')
  expect(plain()).toBe(strings.typing(STATES.busy.typing))
  shell.update({ ...STATES.busy, typing: [] })
  expect(plain()).toBe('')
  expect(part('typing')?.hidden).toBe(false)
})
