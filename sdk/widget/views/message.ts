import type { LogItem } from '../../store/view-model.ts'
import { unseen } from '../styles/base.css.ts'
import * as css from '../styles/message.css.ts'
import { named } from '../styles/theme.css.ts'
import { createAvatar } from './avatar.ts'
import { attr, el } from './el.ts'
import { emojiOnly } from './emoji-only.ts'
import { createFailure } from './failure.ts'
import { CLOCK, icon } from './icon.ts'
import { linkify } from './linkify.ts'
import { tint } from './name-hue.ts'
import type { View, ViewOptions } from './view.ts'

export type MessageItem = Extract<LogItem, { kind: 'message' }>

function words(text: string): (Node | string)[] {
  return linkify(text).map(({ text, href }) =>
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

/** One message: a row that the arrow keys stop at. `fresh`: it came just now, at the end. */
export function createMessage(item: MessageItem, { strings, emit }: ViewOptions, fresh: boolean): View<MessageItem> {
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
  node.append(bubble)

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
        bubble.replaceChildren(...words(text))
        bubble.classList.toggle(css.emoji, emojiOnly(text))
        shown = text
      }
      bubble.classList.toggle(css.deleted, now.deleted)
      attr(bubble, 'lang', now.deleted && strings.lang)
      if (now.first !== before?.first || now.delivery !== before.delivery || now.sentAt !== before.sentAt) {
        for (const extra of extras) extra.remove()
        const above = now.first && !own ? head(now) : []
        const after = beside(now)
        bubble.before(...above)
        bubble.after(...after)
        extras = [...above, ...after]
      }
      node.classList.toggle(css.first, now.first)
      attr(node, 'data-last', now.last)
      attr(node, 'data-failed', !!failed)
      attr(node, 'aria-label', strings.message(now.user.name, text, now.sentAt) + failed)
      before = now
    },
  }
}
