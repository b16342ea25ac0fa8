import type { LogItem } from '../../store/view-model.ts'
import { link, unseen } from '../styles/base.css.ts'
import * as css from '../styles/message.css.ts'
import { named } from '../styles/theme.css.ts'
import { createAvatar } from './avatar.ts'
import { attr, button, detach, el, say } from './el.ts'
import { emojiOnly } from './emoji-only.ts'
import { createFailure } from './failure.ts'
import { fold } from './fold.ts'
import { CLOCK, icon } from './icon.ts'
import { linkify, type Piece } from './linkify.ts'
import { tint } from './name-hue.ts'
import type { View, ViewOptions } from './view.ts'

export type MessageItem = Extract<LogItem, { kind: 'message' }>

function words(pieces: readonly Piece[]): (Node | string)[] {
  return pieces.map(({ text, href }) =>
    href
      ? el(
          'a',
          '',
          { href, target: '_blank', rel: 'noopener noreferrer nofollow ugc', dir: 'ltr', part: 'link', tabindex: -1 },
          text,
        )
      : text,
  )
}

/** More long messages than this are not remembered to be shown whole. */
const MOST_UNFOLDED = 1_000

/**
 * One message: a row that the arrow keys stop at. `fresh`: it came just now, at the end. `unfolded`: the keys of the long
 * ones that are shown whole, which outlive their rows.
 */
export function createMessage(
  item: MessageItem,
  { strings, emit }: ViewOptions,
  fresh: boolean,
  unfolded: Set<string>,
): View<MessageItem> {
  const { own } = item
  const node = el('div', `${css.message} ${own ? css.mine : ''} ${fresh ? css.fresh : ''}`, {
    role: 'article',
    part: own ? 'message own' : 'message',
    'data-key': item.key,
    lang: strings.pageLang,
    tabindex: -1,
  })
  const bubble = el('div', css.bubble, { part: 'bubble' })
  let extras: HTMLElement[] = []
  let before: MessageItem | undefined
  let shown: string | undefined
  /** The beginning of a long text, and the button under it. */
  let begins: readonly Piece[] | undefined
  let more: HTMLButtonElement | undefined
  node.append(bubble)

  /** A long text is shown whole or folded, under a button. */
  function showText(text: string): void {
    const folded = begins && !unfolded.has(item.key)
    bubble.replaceChildren(...words((folded && begins) || linkify(text)))
    if (!begins) return
    more ??= button(`${link} ${css.more}`, { lang: strings.lang, tabindex: -1 }, turn)
    say(more, folded ? strings.showMore : strings.showLess)
    attr(more, 'aria-expanded', `${!folded}`)
  }

  function turn(): void {
    if (unfolded.delete(item.key)) {
      showText(shown ?? '')
      // Its beginning, to who read its end
      node.scrollIntoView?.({ block: 'nearest' })
      return
    }
    const [oldest] = unfolded
    if (oldest !== undefined && unfolded.size >= MOST_UNFOLDED) unfolded.delete(oldest)
    unfolded.add(item.key)
    showText(shown ?? '')
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
    avatar.update(user.name)
    const author = el('bdi', `${css.author} ${named}`, { part: 'name' }, user.name)
    tint(author, user.name)
    return [avatar.node, el('div', css.meta, {}, author, time(sentAt))]
  }

  function beside({ delivery, sentAt, first }: MessageItem): HTMLElement[] {
    if (delivery.status === 'sending') {
      const clock = el(
        'span',
        css.clock,
        { title: strings.sending },
        icon(CLOCK),
        el('span', unseen, {}, strings.sending),
      )
      return [el('div', css.gutter, {}, clock)]
    }
    if (delivery.status === 'failed') return [createFailure(item.cid, node, delivery.error, { strings, emit })]
    return first && !own ? [] : [el('div', css.gutter, {}, time(sentAt))]
  }

  return {
    node,
    update(now) {
      const failed = now.delivery.status === 'failed' ? ` ${strings.failed(now.delivery.error)}` : ''
      const text = now.deleted ? strings.deleted : now.text
      if (text !== shown) {
        begins = fold(text)
        showText(text)
        if (begins && more) bubble.after(more)
        else if (more) detach(more)
        bubble.classList.toggle(css.emoji, emojiOnly(text))
        shown = text
      }
      bubble.classList.toggle(css.deleted, now.deleted)
      attr(bubble, 'lang', now.deleted && strings.lang)
      if (now.first !== before?.first || now.delivery !== before.delivery || now.sentAt !== before.sentAt) {
        for (const extra of extras) detach(extra)
        const above = now.first && !own ? head(now) : []
        const after = beside(now)
        bubble.before(...above)
        ;((begins && more) || bubble).after(...after)
        extras = [...above, ...after]
      }
      node.classList.toggle(css.first, now.first)
      attr(node, 'data-last', now.last)
      attr(node, 'data-failed', !!failed)
      attr(
        node,
        'aria-label',
        strings.message(now.user.name, begins?.map(piece => piece.text).join('') ?? text, now.sentAt) + failed,
      )
      before = now
    },
  }
}
