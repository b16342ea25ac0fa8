import { expect, test } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import { initials } from '../../../../../sdk/widget/views/initials.ts'
import { mount, strings } from '../../../../support/gallery/mount.ts'
import { STATES } from '../../../../support/gallery/states.ts'

const taken = new ChatError('username_taken', 'taken')
const at = (login: Partial<typeof STATES.login.login>) => ({
  ...STATES.login,
  login: { ...STATES.login.login, ...login },
})

function typing(shown: ReturnType<typeof mount>, name: string) {
  const field = shown.one<HTMLInputElement>('input')
  field.value = name
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return field
}

test('[VW18] the name is asked for once, with a label, and goes out as typed', () => {
  const shown = mount('login')
  const field = typing(shown, ' Ada ')
  expect(shown.one('label').getAttribute('for')).toBe(field.id)
  expect(shown.one('label').textContent).toBe(strings.nameLabel)
  shown.one<HTMLFormElement>('form').requestSubmit()
  expect(shown.emit.mock.calls).toEqual([[{ type: 'login', name: ' Ada ' }]])
})

test('[VW18] while it is answered nothing goes out a second time', () => {
  const shown = mount(at({ busy: true, name: 'Ada' }))
  expect(shown.button(strings.joining).getAttribute('aria-disabled')).toBe('true')
  shown.one<HTMLFormElement>('form').requestSubmit()
  expect(shown.emit).not.toHaveBeenCalled()
})

test('[VW19] the avatar of the name appears as it is typed', () => {
  const shown = mount('login')
  expect(shown.part('mark')).toBeDefined()
  typing(shown, 'Ada Lovelace')
  expect(shown.part('mark')).toBeUndefined()
  expect(shown.part('avatar')?.textContent).toBe(initials('Ada Lovelace'))
  typing(shown, ' ')
  expect(shown.part('mark')).toBeDefined()
})

test('[VW18] the field begins with the last name and is not overwritten later', () => {
  const shown = mount(at({ name: 'Ada' }))
  expect(shown.one<HTMLInputElement>('input').value).toBe('Ada')
  const field = typing(shown, 'Grace')
  shown.shell.update(at({ name: 'Ada', error: taken }))
  expect(field.value).toBe('Grace')
})

test('[AX33] an error is in words, tied to the field, and takes the focus there', () => {
  const shown = mount('login')
  const field = typing(shown, 'Grace')
  shown.button(strings.join).focus()
  shown.shell.update(at({ error: taken }))
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(shown.one(`#${field.getAttribute('aria-describedby')}`).textContent).toBe(strings.error(taken))
  expect(shown.root.activeElement).toBe(field)
  shown.shell.update(at({ error: undefined }))
  expect(field.hasAttribute('aria-invalid')).toBe(false)
  expect(field.hasAttribute('aria-describedby')).toBe(false)
})

test('[AX33] an error takes no focus from the rest of the page', () => {
  const shown = mount('login')
  const outside = document.createElement('button')
  document.body.append(outside)
  outside.focus()
  shown.shell.update(at({ error: taken }))
  expect(document.activeElement).toBe(outside)
})
