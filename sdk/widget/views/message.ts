import type { Quote } from '../../protocol/records.ts'
import type { MessageItem } from '../../store/view-model.ts'
import { link, unseen } from '../styles/base.css.ts'
import * as css from '../styles/message.css.ts'
import { named } from '../styles/theme.css.ts'
import { createAvatar } from './avatar.ts'
import { CLOCK, MORE } from './chat-icons.ts'
import { attr, button, detach, el, say } from './el.ts'
import { emojiOnly } from './emoji-only.ts'
import type { Refused } from './failure.ts'
import { icon } from './icon.ts'
import { failureOf, plainOf } from './later.ts'
import { tint } from './name-hue.ts'
import { createQuote } from './quote.ts'
import { createReactions } from './reactions.ts'
import type { View, ViewOptions } from './view.ts'
import { write } from './write.ts'
import type { Written } from './written.ts'

/** What of a message was refused: itself, or its new text. */
function refusedOf({ cid, delivery, edit }: MessageItem): Refused | undefined {
  if (delivery.status === 'failed') return { cid, error: delivery.error }
  if (edit?.delivery.status === 'failed') return { cid: edit.cid, error: edit.delivery.error, edit: edit.text }
  return undefined
}

/** What can be done with it is offered once the server holds it. */
const hasMenu = ({ id, deleted, delivery }: MessageItem) => id !== undefined && !deleted && delivery.status === 'sent'

/** What head and gutter follow from. */
const LAID_OUT = ['first', 'delivery', 'sentAt', 'edit', 'deleted', 'id'] as const

const isSending = ({ delivery, edit }: MessageItem) => (edit?.delivery ?? delivery).status === 'sending'

/** More marks on a letter than are written. */
const TOWER = /(?:\p{M}[\u200c\u200d]*){3}/u

/** More long messages than this are not remembered to be shown whole. */
const MOST_UNFOLDED = 1_000

/** What all rows are drawn by; another object when something of it is different. */
export interface Around {
  /** The id of the reader. */
  me?: string | undefined
  /** It is said who is a guest. */
  marks?: boolean
  /** How texts are drawn. */
  typed?: boolean | undefined
  later?: object | undefined
}

/**
 * One message: a row that the arrow keys stop at. `fresh`: it came just now, at the end. `unfolded`: the keys of the long
 * ones that are shown whole, which outlive their rows.
 */
export function createMessage(
  item: MessageItem,
  options: ViewOptions,
  fresh: boolean,
  unfolded: Set<string>,
  around: () => Around,
): View<MessageItem> {
  const { strings, emit } = options
  const { own } = item
  const node = el('div', `${css.message} ${own ? css.mine : ''} ${fresh ? css.fresh : ''}`, {
    role: 'article',
    part: own ? 'message own' : 'message',
    'data-key': item.key,
    lang: strings.pageLang,
    tabindex: -1,
  })
  const bubble = el('div', css.bubble, { part: 'bubble' })
  const body = el('div', css.body, {}, bubble)
  let extras: HTMLElement[] = []
  let before: MessageItem | undefined
  /** Text and names that are shown. */
  let shown: string | undefined
  let written: Written
  let by: Around | undefined
  let mark: HTMLElement | undefined
  let quote: ReturnType<typeof createQuote> | undefined
  let reactions: ReturnType<typeof createReactions> | undefined
  let failure: ReturnType<typeof failureOf>
  /** Under the beginning of a long text. */
  let more: HTMLButtonElement | undefined
  node.append(body)

  /** A long text is shown whole or folded, under a button. */
  function showText(): void {
    const { whole, begins } = written
    const folded = begins && !unfolded.has(item.key)
    bubble.replaceChildren(...(folded ? begins : whole)(), ...(mark ? [mark] : []))
    if (!begins) return
    more ??= button(`${link} ${css.more}`, { lang: strings.lang, tabindex: -1 }, turn)
    say(more, folded ? strings.showMore : strings.showLess)
    attr(more, 'aria-expanded', `${!folded}`)
  }

  function turn(): void {
    if (unfolded.delete(item.key)) {
      showText()
      // Its beginning, to who read its end
      node.scrollIntoView?.({ block: 'nearest' })
      return
    }
    const [oldest] = unfolded
    if (oldest !== undefined && unfolded.size >= MOST_UNFOLDED) unfolded.delete(oldest)
    unfolded.add(item.key)
    showText()
  }

  const time = (at: number) =>
    el(
      'time',
      css.time,
      { part: 'time', datetime: strings.isoTime(at), title: strings.exactTime(at) },
      strings.time(at),
    )

  function head({ user, sentAt }: MessageItem): HTMLElement[] {
    const avatar = createAvatar()
    avatar.update(user)
    const author = el('bdi', `${css.author} ${named}`, { part: 'name' }, strings.nameOf(user))
    tint(author, user.id || user.name)
    const mark = user.guest ? [el('span', css.guestMark, { lang: strings.lang }, strings.guest)] : []
    return [avatar.node, el('div', css.meta, {}, author, ...mark, time(sentAt))]
  }

  const nameOf = ({ user }: MessageItem) =>
    user.guest && !own && around().marks ? `${strings.nameOf(user)} (${strings.guest})` : strings.nameOf(user)

  function clock(): HTMLElement {
    const words = el('span', unseen, {}, strings.sending)
    return el('span', css.clock, { title: strings.sending }, icon(CLOCK), words)
  }

  function menu(): HTMLElement {
    const label = strings.messageMenu
    const attributes = { part: 'menu-button', tabindex: -1, 'aria-haspopup': 'menu', 'aria-label': label, title: label }
    return button(css.menu, attributes, () => emit({ type: 'menu', key: item.key }), icon(MORE))
  }

  function beside(now: MessageItem): HTMLElement[] {
    const refused = refusedOf(now)
    failure = refused && failureOf(refused, node, { strings, emit })
    if (failure && refused?.edit === undefined) return [failure.node]
    const gutter = el('div', css.gutter)
    if (isSending(now)) gutter.append(clock())
    else if (!now.first || own) gutter.append(time(now.sentAt))
    if (hasMenu(now)) gutter.append(menu())
    return failure ? [gutter, failure.node] : [gutter]
  }

  function showEdited({ editedAt, deleted }: MessageItem): void {
    if (editedAt === undefined || deleted) {
      if (mark) detach(mark)
      mark = undefined
      return
    }
    mark ??= el(
      'button',
      css.edited,
      { part: 'edited', type: 'button', tabindex: -1, lang: strings.lang },
      strings.edited,
    )
    attr(mark, 'aria-description', strings.editedAt(editedAt))
    if (bubble.lastChild !== mark) bubble.append(mark)
  }

  /** What it answers above it, and what was said to it below. */
  function showAround(now: MessageItem, replyTo: Quote | undefined): void {
    const { reactions: said, deleted } = now
    if (replyTo && !deleted) {
      quote ??= createQuote(options)
      quote.update(replyTo)
      if (!quote.node.parentNode) body.prepend(quote.node)
    } else if (quote) detach(quote.node)
    if (said?.length && !deleted) {
      reactions ??= createReactions(options)
      reactions.update(now)
      if (!reactions.node.parentNode) body.append(reactions.node)
    } else if (reactions) detach(reactions.node)
    attr(node, 'data-reacted', !!reactions?.node.parentNode)
  }

  return {
    node,
    update(now) {
      const text = now.deleted ? strings.deleted(now.by, own) : now.text
      const anew = by !== around()
      by = around()
      const sign = `${[text, now.mentions?.map(({ id }) => id)]}`
      if (sign !== shown || anew) {
        written = now.deleted ? { whole: () => [text], says: text } : write(now, options, by.me)
        showText()
        if (more) written.begins ? bubble.after(more) : detach(more)
        bubble.classList.toggle(css.emoji, emojiOnly(written.says))
        bubble.classList.toggle(css.clipped, TOWER.test(text))
        shown = sign
      }
      showEdited(now)
      const { replyTo: reply } = now
      const replyTo = reply && { ...reply, text: plainOf(reply.text, options) }
      showAround(now, replyTo)
      bubble.classList.toggle(css.deleted, now.deleted)
      attr(bubble, 'lang', now.deleted && strings.lang)
      if (!before || (anew && refusedOf(now)) || LAID_OUT.some(field => now[field] !== before?.[field])) {
        for (const extra of extras) detach(extra)
        const above = now.first && !own ? head(now) : []
        const after = beside(now)
        body.before(...above)
        body.after(...after)
        extras = [...above, ...after]
      }
      node.classList.toggle(css.first, now.first)
      attr(node, 'data-last', now.last)
      attr(node, 'data-failed', now.delivery.status === 'failed')
      const failed = failure ? ` ${failure.says}` : ''
      attr(
        node,
        'aria-label',
        strings.message(nameOf(now), written.says, now.sentAt) + strings.details({ ...now, replyTo }) + failed,
      )
      before = now
    },
  }
}
