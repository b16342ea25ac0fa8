import { afterEach, expect, test, vi } from 'vitest'
import { mount, strings } from '../../../../support/gallery/mount.ts'
import { STATES, type StateName } from '../../../../support/gallery/states.ts'

afterEach(() => vi.unstubAllGlobals())

const names = Object.keys(STATES) as StateName[]

test.each(names)('[VW32] %s needs neither style attributes nor markup', name => {
  const { all } = mount(name)
  for (const node of all('*')) {
    const set = node.getAttribute('style')
    expect(set === null || /^(?:--\w+: \d+(?:; ?|$))+$/.test(set), `${node.localName} ${set}`).toBe(true)
    for (const { name: attribute } of node.attributes) expect(attribute).not.toMatch(/^on/)
  }
})

test.each(names)('[AX37] %s: every control has a name, every reference is inside the same root', name => {
  const { root, all } = mount(name)
  for (const control of all('button, input, textarea, a')) {
    const label = control.id && root.querySelector(`label[for="${control.id}"]`)
    const text = control.getAttribute('aria-label') ?? (label ? label.textContent : control.textContent)
    expect(text?.trim(), control.outerHTML.slice(0, 200)).toBeTruthy()
  }
  for (const attribute of ['aria-controls', 'aria-describedby', 'aria-labelledby', 'for'])
    for (const node of all(`[${attribute}]`))
      for (const id of node.getAttribute(attribute)?.split(' ') ?? []) expect(root.getElementById(id)).not.toBeNull()
  const ids = all('[id]').map(node => node.id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('[VW29] one screen after the other, the last one gone', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  const { shell, part } = mount('first-paint')
  expect(part('starting')).toBeDefined()
  expect([shell.chat, shell.first]).toEqual([undefined, undefined])
  shell.update(STATES.connecting)
  expect(part('starting')).toBeUndefined()
  expect(shell.first).toBe(part('textarea'))
  shell.update(STATES.login)
  expect(part('chat')).toBeUndefined()
  expect(shell.first).toBe(part('input'))
  shell.update(STATES.busy)
  expect(part('login')).toBeUndefined()
  expect(shell.first).toBe(part('textarea'))
  const { chat } = shell
  shell.update(STATES.empty)
  expect(shell.chat).toBe(chat)
  shell.update(STATES.login)
  expect(part('chat')).toBeUndefined()
  expect(shell.chat).toBeUndefined()
})

test('[AX38] the panel is the page’s main part, a region, or the bubble’s dialog, and has the room’s name', () => {
  const { shell, part } = mount('busy')
  expect(part('panel')?.getAttribute('role')).toBe('main')
  expect(part('heading')?.getAttribute('aria-level')).toBe('1')
  shell.update(STATES.inline)
  expect(part('panel')?.getAttribute('role')).toBe('region')
  expect(part('heading')?.getAttribute('aria-level')).toBe('2')
  shell.update(STATES['bubble-open'])
  expect(part('panel')?.getAttribute('role')).toBe('dialog')
  expect(part('panel')?.getAttribute('aria-label')).toBe(strings.room('lobby'))
})

test('[VW30] the bubble opens and closes, and counts what was missed', () => {
  const { shell, part, emit, button } = mount('bubble-closed')
  expect(part('badge')?.textContent).toBe('3')
  const launcher = button(strings.openChat(3))
  expect(launcher.getAttribute('aria-expanded')).toBe('false')
  launcher.click()
  shell.update(STATES['bubble-open'])
  expect(launcher.getAttribute('aria-label')).toBe(strings.closeChat)
  expect(part('badge')?.hidden).toBe(true)
  launcher.click()
  part('close')?.click()
  expect(emit.mock.calls.map(([intent]) => intent).filter(({ type }) => type !== 'draw')).toEqual([
    { type: 'open', open: true },
    { type: 'open', open: false },
    { type: 'open', open: false },
  ])
})

test('[VW30] on a page there is no launcher', () => {
  expect(mount('busy').part('launcher')?.hidden).toBe(true)
})

test('[VW31] the behaviors find what they take hold of', () => {
  const { shell, part } = mount('busy')
  const { chat } = shell
  expect(chat?.scroller.contains(chat.list)).toBe(true)
  expect(chat?.composer.form).toBe(part('composer'))
  expect([...(chat?.list.children ?? [])].filter(row => row.hasAttribute('data-key')).length).toBe(
    STATES.busy.log.items.filter(item => item.kind === 'message').length,
  )
  for (const region of chat?.regions ?? [])
    expect(region.getAttribute('aria-label') ?? region.querySelector('[aria-label]')).toBeTruthy()
  expect(chat?.behindDrawer.some(behind => behind.contains(chat.drawer))).toBe(false)
})
