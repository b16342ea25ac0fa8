import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CompletionEntry, Completions } from '../../../../../../sdk/widget/features/completion/completion.ts'
import { offer } from '../../../../../../sdk/widget/features/completion/offer.ts'
import { ADA, BOB } from '../../../../../support/client-harness.ts'
import { leavePage, stubPage, type Talking, talking, until } from '../../../../../support/talking-element.ts'

beforeEach(stubPage)
afterEach(leavePage)

const ANN = { id: 'u3', name: 'Ann' }
const presence = { version: 1, count: 3, complete: true, users: [ADA, ANN, BOB] }

async function listing(text: string): Promise<Talking> {
  const chat = await talking({ presence })
  await until(() => chat.element.store?.view.people.count === 3)
  chat.type(text)
  expect(chat.list().length).toBeGreaterThan(0)
  return chat
}
const compose = (chat: Talking, type: string) => chat.field.dispatchEvent(new Event(type, { bubbles: true }))
const typeComposed = (chat: Talking, text: string) => {
  chat.field.value += text
  chat.field.setSelectionRange(chat.field.value.length, chat.field.value.length)
  chat.field.dispatchEvent(Object.assign(new Event('input', { bubbles: true }), { isComposing: true }))
}

test('[CP2] Escape closes the list alone, until another one begins; what has the focus keeps it', async () => {
  const chat = await listing('@')
  let heard = 0
  document.addEventListener('keydown', () => heard++, { once: true })
  expect(chat.press('Escape')).toBe(true)
  expect([chat.list(), chat.field.value, heard]).toEqual([[], '@', 0])
  chat.type('a')
  expect(chat.list()).toEqual([])
  chat.type('b @')
  expect(chat.list().length).toBe(2)
  chat.field.blur()
  expect(chat.list()).toEqual([])
})

test('[CP3] while an input method is at work nothing opens and no key is for the list; one that is open goes with what is typed', async () => {
  const chat = await listing('@')
  compose(chat, 'compositionstart')
  for (const key of ['Enter', 'Tab', 'Escape', 'ArrowDown', 'ArrowUp'])
    for (const init of [{ isComposing: true }, { keyCode: 229 }]) expect(chat.press(key, init)).toBe(false)
  expect(chat.list()).toEqual(['*Ann', 'Bob'])
  typeComposed(chat, 'b')
  expect(chat.list()).toEqual(['*Bob'])
  typeComposed(chat, 'x')
  expect(chat.list()).toEqual([])
  compose(chat, 'compositionend')
  chat.field.value = ''
  chat.type('so ')
  compose(chat, 'compositionstart')
  typeComposed(chat, '@')
  typeComposed(chat, 'an')
  expect(chat.list()).toEqual([])
  compose(chat, 'compositionend')
  expect(chat.list()).toEqual(['*Ann'])
})

test('[CP4] keys with Shift, Control, Alt or Command are not for the list', async () => {
  const chat = await listing('@')
  for (const init of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { shiftKey: true }])
    for (const key of ['ArrowDown', 'Tab', 'Escape']) expect(chat.press(key, init)).toBe(false)
  expect(chat.list()).toEqual(['*Ann', 'Bob'])
})

test('[CP5] a press on an entry chooses it and does not take the focus; the caret stands behind it', async () => {
  const chat = await listing('hi @')
  chat.field.value = 'hi @ there'
  chat.field.setSelectionRange(4, 4)
  chat.field.dispatchEvent(new Event('input', { bubbles: true }))
  const bob = chat.all('[part~=completion-option]')[1] as HTMLElement
  const down = new MouseEvent('mousedown', { bubbles: true, cancelable: true })
  bob.dispatchEvent(down)
  expect(down.defaultPrevented).toBe(true)
  bob.querySelector('bdi')?.click()
  expect([chat.field.value, chat.field.selectionStart, chat.list()]).toEqual(['hi @Bob there', 8, []])
})

test('[CP6] a caret that goes elsewhere closes it', async () => {
  const chat = await listing('hi @')
  chat.field.setSelectionRange(1, 1)
  chat.field.dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowLeft', bubbles: true }))
  expect(chat.list()).toEqual([])
})

test('[CP7] a text that is restored, sent or filled in by a program opens nothing', async () => {
  const chat = await listing('@')
  chat.field.value = '@a'
  chat.field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
  expect(chat.list()).toEqual([])
})

/** A field with one source whose answers come when the test says so. */
function field() {
  const root = document.createElement('div').attachShadow({ mode: 'open' })
  const form = document.createElement('form')
  const area = document.createElement('textarea')
  form.append(area)
  root.append(form)
  document.body.append(root.host)
  const completions = new Completions()
  const answers: ((entries: CompletionEntry[]) => void)[] = []
  const said: string[] = []
  completions.register({
    trigger: ':',
    label: 'Emoji',
    query: /^\w+$/u,
    find: () => new Promise<CompletionEntry[]>(resolve => answers.push(resolve)),
    insert: ({ label }) => label,
  })
  const offered = offer({ field: area, box: form, completions, say: text => said.push(text) })
  const type = (text: string) => {
    area.focus()
    area.value += text
    area.setSelectionRange(area.value.length, area.value.length)
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const labels = () => [...form.querySelectorAll('[role=option]')].map(option => option.textContent)
  return { area, completions, answers, said, offered, type, labels }
}
const settled = () => new Promise(resolve => setTimeout(resolve))
const entries = (...labels: string[]) => labels.map(label => ({ key: label, label }))

test('[CP8] answers that come late or out of order are dropped, and so are those to what is typed no more', async () => {
  const { answers, type, labels, area, said } = field()
  type(':s')
  type('m')
  answers[1]?.(entries('smile'))
  await settled()
  answers[0]?.(entries('sad'))
  await settled()
  expect(labels()).toEqual(['smile'])
  type('x')
  area.value = ''
  type('')
  answers[2]?.(entries('smx'))
  await settled()
  expect([labels(), said]).toEqual([[], ['Emoji: 1 suggestion']])
})

test('[CP9] at most eight are shown, whatever a source finds, and the field is as before when it ends', async () => {
  const { answers, type, labels, offered, completions, area } = field()
  expect(area.getAttribute('aria-autocomplete')).toBe('list')
  type(':s')
  answers[0]?.(entries(...Array.from({ length: 100 }, (_, i) => `s${i}`)))
  await settled()
  expect(labels()).toHaveLength(8)
  expect(offered.press('ArrowUp')).toBe(true)
  expect(area.getAttribute('aria-activedescendant')).toBe('completion-7')
  // the chosen one stays so while the list changes
  completions.refresh()
  answers[1]?.(entries('s7', 's1'))
  await settled()
  expect(area.getAttribute('aria-activedescendant')).toBe('completion-0')
  offered.stop()
  expect(area.getAttributeNames().filter(name => name.startsWith('aria'))).toEqual([])
})
