import { expect, test } from 'vitest'
import { ChatError } from '../../../../../../sdk/lib/chat-error.ts'
import { createPurpose } from '../../../../../../sdk/widget/features/message-menu/purpose.ts'
import { me, message } from '../../../../../support/gallery/cast.ts'
import { mount, strings } from '../../../../../support/gallery/mount.ts'
import { type GalleryState, STATES } from '../../../../../support/gallery/states.ts'

const item = message(me, 0, 'as it is\nand more')
const WRITING = {
  reply: { as: 'reply', item, purpose: createPurpose },
  edit: { as: 'edit', item, purpose: createPurpose },
} as const
const state = (as?: 'reply' | 'edit'): GalleryState => ({
  ...STATES.busy,
  log: { ...STATES.busy.log, items: [item] },
  chrome: { ...STATES.busy.chrome, writing: as && WRITING[as] },
})

test('[VW197] above the composer stands what it is for; an edit begins with the text, and its button saves', () => {
  const { shell, one, all } = mount(state())
  const field = one<HTMLTextAreaElement>('textarea')
  expect(all('[part=purpose]')).toEqual([])
  shell.update(state('reply'))
  expect(one('#purpose').textContent).toBe(`${strings.replying(me.name)}as it is`)
  expect([field.value, one('[part=send]').getAttribute('aria-label')]).toEqual(['', strings.send])
  shell.update(state('edit'))
  expect(one('#purpose').textContent).toBe(`${strings.editing}as it is`)
  expect(field.value).toBe(item.text)
  expect(one('[part=send]').getAttribute('aria-label')).toBe(strings.save)
  expect(field.getAttribute('aria-describedby')).toContain('purpose')
  // What is typed stays, whatever else is drawn
  field.value = 'half'
  shell.update(state('edit'))
  expect(field.value).toBe('half')
  shell.update(state())
  expect(one('[part=purpose]').hidden).toBe(true)
})

test('[VW197] what an edit says so far is there again on a screen that is made anew', () => {
  const writing = { as: 'edit', item, purpose: createPurpose } as const
  const editing = { ...state(), chrome: { ...state().chrome, writing } }
  const first = mount(editing).one<HTMLTextAreaElement>('textarea')
  first.value = 'half of it'
  first.dispatchEvent(new CustomEvent('input', { bubbles: true }))
  expect(mount(editing).one<HTMLTextAreaElement>('textarea').value).toBe('half of it')
})

test('[VW197] a message that was deleted meanwhile is not shown above the composer either', () => {
  const { shell, one } = mount(state('reply'))
  const gone = state('reply')
  shell.update({ ...gone, log: { ...gone.log, items: [{ ...item, text: '', deleted: true }] } })
  expect(one('#purpose').textContent).toBe(`${strings.replying(me.name)}${strings.quoteGone}`)
})

test('[VW197] Escape and the cross end it, a sent text too, a refused one does not', () => {
  const { shell, one, emit, button } = mount(state('edit'))
  const field = one<HTMLTextAreaElement>('textarea')
  const intents = () => emit.mock.calls.splice(0).map(([intent]) => intent)
  const end = { type: 'compose', writing: undefined }
  intents()
  const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
  field.dispatchEvent(pressed)
  expect([intents(), pressed.defaultPrevented]).toEqual([[end], true])
  button(strings.cancel).click()
  expect(intents()).toEqual([end])
  const refused = new ChatError('too_large', 'Too large.')
  emit.mockImplementation(intent => (intent.type === 'send' ? refused : undefined))
  one<HTMLFormElement>('[part=composer]').requestSubmit()
  const said = { type: 'say', text: 'Too large.', urgent: true }
  expect([intents(), field.value]).toEqual([[{ type: 'send', text: item.text }, said], item.text])
  emit.mockImplementation(() => undefined)
  one<HTMLFormElement>('[part=composer]').requestSubmit()
  expect(intents().filter(({ type }) => type !== 'typing')).toEqual([{ type: 'send', text: item.text }, end])
  expect(field.value).toBe('')
  // An Escape that ends nothing is the panel's
  shell.update(state())
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect(intents()).toEqual([])
})
