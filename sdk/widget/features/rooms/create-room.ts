import type { RoomDirectory } from '../../../client/directory-types.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import { TITLE_LENGTH, TOPIC_LENGTH } from '../../../protocol/limits.ts'
import * as look from '../../styles/login.css.ts'
import { attr, el, say } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

/** Asks what a new room is called and who is in it, and makes it. */
export function showCreateRoom(
  sheet: Sheet,
  directory: () => Promise<RoomDirectory>,
  made: (room: string) => void,
): void {
  const title = el('input', look.input, { id: 'room-title', maxlength: TITLE_LENGTH, dir: 'auto', autocomplete: 'off' })
  const topic = el('input', look.input, { id: 'room-topic', maxlength: TOPIC_LENGTH, dir: 'auto', autocomplete: 'off' })
  const kind = el('select', css.select, { id: 'room-kind' })
  for (const [value, says] of Object.entries(words.kinds)) kind.append(el('option', '', { value }, says))
  const problem = el('p', look.error, { id: 'room-error', role: 'alert', hidden: true })
  const press = el('button', look.primary, { type: 'submit' }, words.createNow)
  const form = el(
    'form',
    css.form,
    { novalidate: true },
    el('div', '', {}, el('label', look.label, { for: title.id }, words.createTitle), title, problem),
    el('div', '', {}, el('label', look.label, { for: topic.id }, words.createTopic), topic),
    el('div', '', {}, el('label', look.label, { for: kind.id }, words.createKind), kind),
    press,
  )
  let busy = false

  function fail(text: string): void {
    say(problem, text)
    attr(problem, 'hidden', !text)
    attr(title, 'aria-invalid', text && 'true')
    attr(title, 'aria-describedby', text && problem.id)
    if (text) title.focus()
  }

  form.addEventListener('submit', async event => {
    event.preventDefault()
    const name = title.value.trim()
    if (busy) return
    if (!name) return fail(words.noTitle)
    busy = true
    fail('')
    say(press, words.busy)
    try {
      made(await (await directory()).create(roomOf(kind.value as 'open', name, topic.value.trim() || undefined)))
    } catch (error) {
      fail(words.error(error as ChatError))
    }
    busy = false
    say(press, words.createNow)
  })
  sheet.show(words.create, [form], title)
}

/** The name of an open room is made of its title: it stands in addresses and in lists. */
function roomOf(kind: 'open' | 'announce' | 'members', title: string, topic: string | undefined) {
  if (kind === 'members') return { kind, title, topic }
  const plain = title
    .normalize('NFKD')
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
  const room = plain.slice(0, 48) || `room-${Math.random().toString(36).slice(2, 10)}`
  return { kind, room, title, topic }
}
