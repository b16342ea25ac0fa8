import { expect, test, vi } from 'vitest'
import { pasteWithin } from '../../../../../sdk/widget/behaviors/paste-within.ts'
import { refuseText } from '../../../../../sdk/widget/views/composer.ts'
import { mount, strings } from '../../../../support/gallery/mount.ts'
import { STATES } from '../../../../support/gallery/states.ts'

function write(shown: ReturnType<typeof mount>, text: string) {
  const field = shown.one<HTMLTextAreaElement>('textarea')
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return field
}
const submit = (shown: ReturnType<typeof mount>) => shown.one<HTMLFormElement>('[part=composer]').requestSubmit()
const limited = { ...STATES.busy, composer: { enabled: true, queued: 0, failed: 0, limit: 20 } }

/** With what is loaded for pasting. */
function pasting(shown: ReturnType<typeof mount>, limit: number): typeof shown {
  const field = shown.one<HTMLTextAreaElement>('textarea')
  pasteWithin(
    field,
    () => limit,
    () => refuseText(field, strings.cut(limit), shown.emit),
  )
  return shown
}

test('[VW20] what is written goes out without blank lines around it, and the field is empty again', () => {
  const shown = mount('busy')
  const field = write(shown, ' \n  hello\n\tthere \n')
  submit(shown)
  expect(shown.emit.mock.calls.map(([intent]) => intent)).toEqual([
    { type: 'typing', active: true },
    { type: 'send', text: '  hello\n\tthere' },
    { type: 'typing', active: false },
  ])
  expect(field.value).toBe('')
})

test('[VW20] nothing is nothing', () => {
  const shown = mount('busy')
  write(shown, ' \n ')
  submit(shown)
  expect(shown.emit.mock.calls).toEqual([[{ type: 'typing', active: false }]])
  expect(shown.button(strings.send).getAttribute('aria-disabled')).toBe('true')
})

test('[VW21] near the limit it says what is left, by characters as people count them; beyond it nothing goes out', () => {
  const shown = mount(limited)
  const left = () => shown.one('#chars-left')
  write(shown, '🎉'.repeat(17))
  expect(left().hidden).toBe(true)
  write(shown, '🎉'.repeat(19))
  expect([left().hidden, left().textContent]).toEqual([false, strings.left(1)])
  const field = write(shown, '🎉'.repeat(22))
  expect(left().textContent).toBe(strings.left(-2))
  submit(shown)
  expect(field.value).not.toBe('')
  expect(shown.emit.mock.calls.some(([intent]) => intent.type === 'send')).toBe(false)
})

test('[VW85] of what is pasted only so much comes in as can be sent with the rest, in the middle of it, and that is said', () => {
  const shown = pasting(mount(limited), 20)
  const paste = (text: string) => {
    const clipboardData = { getData: () => text }
    const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData })
    shown.one('textarea').dispatchEvent(event)
    return event.defaultPrevented
  }
  const cuts = () => shown.emit.mock.calls.filter(([intent]) => intent.type === 'say').length
  const field = write(shown, 'before after')
  document.execCommand = (_command, _shown, text = '') => {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
    return field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  expect(paste('12345678')).toBe(false)
  field.setSelectionRange(7, 7)
  expect(paste('\u{1f389}'.repeat(150_000))).toBe(true)
  expect(field.value).toBe(`before ${'\u{1f389}'.repeat(8)}after`)
  expect(shown.emit.mock.calls.at(-1)).toEqual([{ type: 'say', text: strings.cut(20), urgent: true }])
  expect(field.validationMessage).toBe(strings.cut(20))
  expect([shown.one('#chars-left').textContent, cuts()]).toEqual([strings.left(0), 1])

  // nothing more fits, but what is selected makes room
  expect(paste('x')).toBe(true)
  expect([field.value.length, cuts()]).toEqual([28, 2])
  field.setSelectionRange(0, field.value.length)
  expect(paste('y'.repeat(20))).toBe(false)
  expect(paste('y'.repeat(300_000))).toBe(true)
  expect([field.value, cuts()]).toEqual(['y'.repeat(20), 3])
  expect(field.maxLength).toBe(40)
})

test('[VW85] what has many lines is put in without a command, and line breaks of two characters count as one', () => {
  const shown = pasting(mount('busy'), 200)
  shown.shell.update({ ...STATES.busy, composer: { enabled: true, queued: 0, failed: 0, limit: 200 } })
  const field = shown.one<HTMLTextAreaElement>('textarea')
  const paste = (text: string) => {
    const clipboardData = { getData: () => text }
    const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData })
    field.dispatchEvent(event)
    return event.defaultPrevented
  }
  const command = vi.fn()
  document.execCommand = command
  expect(paste('a\r\n'.repeat(100))).toBe(false)
  expect(paste('a\n'.repeat(4_000))).toBe(true)
  expect(field.value).toBe('a\n'.repeat(100))
  expect(field.selectionStart).toBe(200)
  expect(command).not.toHaveBeenCalled()
  expect(shown.emit.mock.calls.map(([intent]) => intent)).toEqual([
    { type: 'typing', active: true },
    { type: 'say', text: strings.cut(200), urgent: true },
  ])
})

test('[VW22] where nothing can be said the field is off, and what was written stays', () => {
  const shown = mount('busy')
  const field = write(shown, 'half a thought')
  shown.shell.update(STATES.removed)
  expect(field.disabled).toBe(true)
  submit(shown)
  expect(shown.emit.mock.calls.some(([intent]) => intent.type === 'send')).toBe(false)
  expect(field.value).toBe('half a thought')
})

test('[AX34] field and button have names', () => {
  const shown = mount('busy')
  expect(shown.one('textarea').getAttribute('aria-label')).toBe(strings.composer(strings.room('lobby')))
  expect(shown.button(strings.send).type).toBe('submit')
})

test('[VW100] composer and log name the heading that the host gives, else the room', () => {
  const { chrome, ...state } = STATES.busy
  for (const [heading, title] of [
    ['', strings.room('lobby')],
    ['Ask us', 'Ask us'],
  ] as const) {
    const shown = mount({ ...state, room: 'lobby', chrome: { ...chrome, heading } })
    const field = shown.one<HTMLTextAreaElement>('textarea')
    expect(field.placeholder).toBe(`Message ${title}`)
    expect(field.getAttribute('aria-label')).toBe(`Message ${title}`)
    expect(shown.part('composer')?.getAttribute('aria-label')).toBe(`Message ${title}`)
    expect(shown.part('log')?.getAttribute('aria-label')).toBe(`Messages in ${title}`)
    if (heading) expect(shown.part('panel')?.outerHTML).not.toContain('lobby')
  }
})
