import type { Action } from '../../../protocol/policy.ts'
import type { MessageItem } from '../../../store/view-model.ts'
import { ghost } from '../../styles/base.css.ts'
import { LEAVE, PEN, REPLY } from '../../views/chat-icons.ts'
import { attr, button, el } from '../../views/el.ts'
import { ALERT, CHAT, CLOSE, icon } from '../../views/icon.ts'
import { laterKnown } from '../../views/later.ts'
import type { MoreEmoji } from '../../views/more-emoji.ts'
import type { ChatRefs, OrderIntent, ViewOptions } from '../../views/view.ts'
import { ADD, BAN, BIN, COPY, FLAG, MUTE } from './icons.ts'
import * as css from './message-menu.css.ts'
import { createPurpose } from './purpose.ts'
import { words } from './words.ts'

/** What can be said to a message with one press. */
export const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🎉'] as const

export interface EntriesOptions extends ViewOptions {
  /** In the page, for what the clipboard needs. */
  box: HTMLElement
  /** Ends the menu; `focus`: to where it came from. */
  close(focus: boolean): void
  /** What features beside this one offer. */
  entries?: ChatRefs['entries'] | undefined
  /** The message as it stands when something is pressed: it may have been changed since its menu was opened. */
  now(): MessageItem
  /** It is asked before a message is deleted. */
  ask(): void
  /** Whether this reader may, as far as is known. */
  may(action: Action): boolean
}

/** An entry as a menu has them: no Tab stop, the arrows lead to it. */
const entry = (classes: string, press: () => void, ...children: (Node | string)[]) =>
  button(`${ghost} ${classes}`, { role: 'menuitem', tabindex: -1 }, press, ...children)

/** The entries that apply to a message, in their order. */
export function createEntries(item: MessageItem, options: EntriesOptions): HTMLElement[] {
  const { emit, close, may } = options
  const reply = () => {
    close(false)
    emit({ type: 'compose', writing: { as: 'reply', item: options.now(), purpose: createPurpose } })
  }
  const edit = () => {
    close(false)
    emit({ type: 'compose', writing: { as: 'edit', item: options.now(), purpose: createPurpose } })
  }
  const copy = () => {
    laterKnown()
      ?.copyText(options.now().text, options.box)
      .then(done => emit({ type: 'say', text: done ? words.copied : words.notCopied }))
    close(true)
  }
  const entries: HTMLElement[] = []
  if (may('react')) entries.push(createEmoji(item, options))
  if (may('reply')) entries.push(entry('', reply, icon(REPLY), words.reply))
  if (item.own && may('edit')) entries.push(entry('', edit, icon(PEN), words.edit))
  entries.push(entry('', copy, icon(COPY), words.copy))
  for (const offer of options.entries ?? []) {
    const offered = offer(item)
    if (!offered) continue
    const press = () => {
      close(true)
      offered.press()
    }
    entries.push(entry('', press, icon(offered.drawing), offered.text))
  }
  const deletes = item.own ? 'delete' : 'delete_any'
  if (may(deletes)) entries.push(entry(css.danger, options.ask, icon(BIN), words.remove))
  return [...entries, ...createOrder(item, options)]
}

/** What is laid on people, from the mildest on. */
const LAID = { warn: ALERT, mute: MUTE, kick: LEAVE, ban: BAN } as const

/** What can be done about what somebody else wrote, and about them. */
function createOrder(item: MessageItem, { emit, close, may, now, strings }: EntriesOptions): HTMLElement[] {
  if (item.own) return []
  const order = (act: OrderIntent['act'], drawing: string, text: string) => {
    const press = () => {
      close(true)
      emit({ type: 'order', act, item: now() })
    }
    return entry('', press, icon(drawing), text)
  }
  const entries: HTMLElement[] = []
  if (may('report')) entries.push(order('report', FLAG, words.report))
  if (!may('moderate') || item.user.deleted) return entries
  for (const act of ['warn', 'mute', 'kick', 'ban'] as const) entries.push(order(act, LAID[act], words[act]))
  return [...entries, order('by', CHAT, words.by(strings.nameOf(item.user)))]
}

function createEmoji({ id = '', reactions = [] }: MessageItem, { emit, close, box }: EntriesOptions): HTMLElement {
  const row = el('div', css.emojis, { role: 'group', 'aria-label': words.react })
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
  if (box.hasAttribute('data-emoji')) row.append(createMore(id, box, close))
  return row
}

/** Leads to all other emoji. */
function createMore(messageId: string, box: HTMLElement, close: EntriesOptions['close']): HTMLElement {
  const press = () => {
    const detail: MoreEmoji = { messageId, title: words.moreEmoji }
    box.dispatchEvent(new CustomEvent('more-emoji', { detail }))
    close(true)
  }
  const more = entry(css.emoji, press, icon(ADD))
  attr(more, 'aria-label', words.moreEmoji)
  attr(more, 'title', words.moreEmoji)
  return more
}

/** Asked before a message is deleted; staying comes first. */
export function createDeletion({ id = '' }: MessageItem, options: EntriesOptions): HTMLElement[] {
  const { emit, close } = options
  const remove = () => {
    close(true)
    emit({ type: 'delete', messageId: id })
  }
  return [
    el('p', css.ask, { id: 'menu-ask' }, words.removeAsk),
    entry('', () => close(true), icon(CLOSE), words.keep),
    entry(css.danger, remove, icon(BIN), words.remove),
  ]
}
