import type { ChatError } from '../../../lib/chat-error.ts'
import { TITLE_LENGTH, TOPIC_LENGTH } from '../../../protocol/limits.ts'
import type { RoomChanges } from '../../../protocol/records.ts'
import { ghost } from '../../styles/base.css.ts'
import * as look from '../../styles/login.css.ts'
import { attr, button, el, say } from '../../views/el.ts'
import type { RoomPage } from './room-page.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

/** The form that sets a room in another way; it says only what was changed in it. */
export function createChangeRoom(page: RoomPage): HTMLElement {
  const { room } = page.store
  const { title = '', topic = '', write = 'guest', locked = false, hideModerators = false, kind } = room.info
  const slow = Math.round((page.store.view.rights.slowMs ?? 0) / 1_000)
  /** As it is set, as far as is known here. */
  let before: Required<RoomChanges> = { title, topic, slowMs: slow * 1_000, write, locked, hideModerators }
  const name = el('input', look.input, { id: 'change-title', maxlength: TITLE_LENGTH, dir: 'auto', value: title })
  const about = el('input', look.input, { id: 'change-topic', maxlength: TOPIC_LENGTH, dir: 'auto', value: topic })
  const steps = [...new Set([0, ...words.slowSteps, slow])].sort((a, b) => a - b)
  const pace = choice(
    'change-slow',
    steps.map(step => [`${step}`, step ? words.every(step) : words.slowOff]),
    `${slow}`,
  )
  const writers = choice('change-write', Object.entries(words.writers), write)
  const lock = el('input', '', { type: 'checkbox', id: 'change-lock' })
  lock.checked = locked
  const hide = el('input', '', { type: 'checkbox', id: 'change-hide' })
  hide.checked = hideModerators
  const owner = room.role === 'owner' || room.role === 'admin'
  const says = el('p', css.says, { role: 'status', hidden: true })
  const form = el(
    'form',
    css.form,
    { novalidate: true },
    ...(owner ? [labelled(words.title, name)] : []),
    labelled(words.topic, about),
    labelled(words.slow, pace),
    ...(kind === 'open' || kind === undefined ? [labelled(words.write, writers)] : []),
    el('label', css.check, { for: lock.id }, lock, words.lock),
    el('label', css.check, { for: hide.id }, hide, words.hide),
    says,
    el('button', look.primary, { type: 'submit' }, words.save),
  )
  const open = button(
    `${ghost} ${css.act}`,
    { 'aria-expanded': 'false' },
    () => {
      attr(open, 'aria-expanded', 'true')
      node.append(form)
      ;(owner ? name : about).focus()
    },
    words.change,
  )
  const node = el('div', css.part, {}, open)

  form.addEventListener('submit', async event => {
    event.preventDefault()
    const wanted: Required<RoomChanges> = {
      title: name.value.trim(),
      topic: about.value.trim(),
      slowMs: Number(pace.value) * 1_000,
      write: writers.value as 'user',
      locked: lock.checked,
      hideModerators: hide.checked,
    }
    const changes = Object.entries(wanted).filter(([key, value]) => value !== before[key as keyof RoomChanges])
    try {
      if (changes.length > 0) await (await page.directory()).change(room.name, Object.fromEntries(changes))
      before = wanted
      say(says, words.saved)
    } catch (error) {
      say(says, words.error(error as ChatError))
    }
    attr(says, 'hidden', false)
  })
  return node
}

function labelled(text: string, control: HTMLElement): HTMLElement {
  return el('div', '', {}, el('label', look.label, { for: control.id }, text), control)
}

function choice(id: string, options: readonly (readonly [string, string])[], value: string): HTMLSelectElement {
  const select = el('select', css.select, { id })
  for (const [each, says] of options) select.append(el('option', '', { value: each }, says))
  select.value = value
  return select
}
