import type { MessageItem } from '../../../store/view-model.ts'
import { ghost } from '../../styles/base.css.ts'
import { attr, button, el } from '../../views/el.ts'
import { BIN, CLOSE, COPY, icon, PEN, REPLY } from '../../views/icon.ts'
import type { ViewOptions } from '../../views/view.ts'
import { copyText } from './copy-text.ts'
import * as css from './message-menu.css.ts'

/** What can be said to a message with one press. */
export const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🎉'] as const

export interface EntriesOptions extends ViewOptions {
  /** In the page, for what the clipboard needs. */
  box: HTMLElement
  /** Ends the menu; `focus`: to where it came from. */
  close(focus: boolean): void
  /** It is asked before a message is deleted. */
  ask(): void
}

/** An entry as a menu has them: no Tab stop, the arrows lead to it. */
const entry = (classes: string, press: () => void, ...children: (Node | string)[]) =>
  button(`${ghost} ${classes}`, { role: 'menuitem', tabindex: -1 }, press, ...children)

/** The entries that apply to a message, in their order. */
export function createEntries(item: MessageItem, options: EntriesOptions): HTMLElement[] {
  const { strings, emit, close } = options
  const reply = () => {
    close(false)
    emit({ type: 'compose', writing: { as: 'reply', item } })
  }
  const edit = () => {
    close(false)
    emit({ type: 'compose', writing: { as: 'edit', item } })
  }
  const copy = () => {
    copyText(item.text, options.box).then(done =>
      emit({ type: 'say', text: done ? strings.copied : strings.notCopied }),
    )
    close(true)
  }
  const entries = [createEmoji(item, options), entry('', reply, icon(REPLY), strings.reply)]
  if (item.own) entries.push(entry('', edit, icon(PEN), strings.edit))
  entries.push(entry('', copy, icon(COPY), strings.copy))
  if (item.own) entries.push(entry(css.danger, options.ask, icon(BIN), strings.remove))
  return entries
}

function createEmoji({ id = '', reactions = [] }: MessageItem, { strings, emit, close }: EntriesOptions): HTMLElement {
  const row = el('div', css.emojis, { role: 'group', 'aria-label': strings.react })
  for (const emoji of EMOJI) {
    const on = reactions.some(each => each.emoji === emoji && each.me)
    const press = () => {
      close(true)
      emit({ type: 'react', messageId: id, emoji, on: !on })
    }
    const chip = entry(css.emoji, press, emoji)
    attr(chip, 'role', 'menuitemcheckbox')
    attr(chip, 'aria-checked', `${on}`)
    row.append(chip)
  }
  return row
}

/** Asked before a message is deleted; staying comes first. */
export function createDeletion({ id = '' }: MessageItem, options: EntriesOptions): HTMLElement[] {
  const { strings, emit, close } = options
  const remove = () => {
    close(true)
    emit({ type: 'delete', messageId: id })
  }
  return [
    el('p', css.ask, { id: 'menu-ask' }, strings.removeAsk),
    entry('', () => close(true), icon(CLOSE), strings.keep),
    entry(css.danger, remove, icon(BIN), strings.remove),
  ]
}
