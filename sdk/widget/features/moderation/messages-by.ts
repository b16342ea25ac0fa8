import type { ChatError } from '../../../lib/chat-error.ts'
import type { User } from '../../../protocol/records.ts'
import { ghost } from '../../styles/base.css.ts'
import { attr, button, detach, el, say } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { createCheck } from './choice.ts'
import { type Desk, nameOf } from './desk.ts'
import * as css from './moderation.css.ts'
import * as look from './moderator.css.ts'
import { words } from './moderator-words.ts'
import { createPages } from './pages.ts'

/** What somebody wrote in the room, newest first; what is chosen of it can be deleted. */
export function showMessages(sheet: Sheet, desk: Desk, user: User, back: () => void): void {
  const { room } = desk
  const chosen = new Map<string, { row: HTMLElement; box: HTMLInputElement }>()
  const all = createCheck('order-all', words.all)
  const remove = button(`${ghost} ${look.danger}`, {}, () => void removeChosen(), '')
  const rows = new Set<HTMLInputElement>()

  const pages = createPages({
    async load(after) {
      const answer = await (await desk.ask()).messagesBy(
        room.name,
        user.id,
        after === undefined ? after : Number(after),
      )
      const items = answer.messages.filter(({ deleted }) => !deleted)
      return { items, next: answer.next === undefined ? undefined : `${answer.next}` }
    },
    row({ id, seq, text, sentAt }) {
      const box = el('input', '', { type: 'checkbox', id: `order-of-${seq}` })
      const words_ = el('span', css.column, {}, el('span', css.text, { dir: 'auto' }, text), time(sentAt))
      const row = el('li', look.entry, {}, el('label', css.check, { for: box.id }, box, words_))
      rows.add(box)
      box.addEventListener('change', () => {
        if (box.checked) chosen.set(id, { row, box })
        else chosen.delete(id)
        follow()
      })
      follow()
      return row
    },
    empty: words.byNone,
  })
  const time = (at: number) => el('span', css.quiet, {}, desk.when(at))
  const state = pages[0] as HTMLElement

  function follow(): void {
    attr(remove, 'aria-disabled', chosen.size === 0 && 'true')
    say(remove, words.deleteSelected(chosen.size))
    all.box.checked = rows.size > 0 && chosen.size === rows.size
  }

  all.box.addEventListener('change', () => {
    const on = all.box.checked
    for (const box of rows) {
      if (box.checked === on) continue
      box.checked = on
      box.dispatchEvent(new CustomEvent('change'))
    }
  })

  async function removeOne(id: string, row: HTMLElement, box: HTMLInputElement): Promise<ChatError | undefined> {
    const state = await room.delete(id).settled
    if (state.status === 'failed') return state.error
    chosen.delete(id)
    rows.delete(box)
    detach(row)
    return undefined
  }

  async function removeChosen(): Promise<void> {
    if (chosen.size === 0) return
    const all = await Promise.all([...chosen].map(([id, { row, box }]) => removeOne(id, row, box)))
    const [error] = all.filter(each => each !== undefined)
    follow()
    say(state, error ? words.error(error) : words.deleted(all.length))
    attr(state, 'hidden', false)
    state.focus()
  }

  follow()
  const acts = el('div', css.acts, {}, button(`${ghost} ${css.act}`, {}, back, words.back), remove)
  sheet.show(words.by(nameOf(user)), [all.node, ...pages, acts], all.box)
}
