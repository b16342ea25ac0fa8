import type { Reaction } from '../../protocol/records.ts'
import type { MessageItem } from '../../store/view-model.ts'
import * as css from '../styles/around.css.ts'
import { attr, button, el, say } from './el.ts'
import { isolate } from './isolate.ts'
import { keyed } from './keyed.ts'
import type { View, ViewOptions } from './view.ts'

/** Under a message: a chip for each emoji with how many took it; pressed it is this reader's too, or no longer. */
export function createReactions({ strings, emit }: ViewOptions): View<MessageItem> {
  const node = el('div', css.reactions, {
    part: 'reactions',
    role: 'group',
    lang: strings.lang,
    'aria-label': strings.reactions,
  })
  let messageId: string | undefined

  function createChip({ emoji }: Reaction): View<Reaction> {
    let on = false
    let last = false
    const count = el('span')
    const press = () => {
      // It goes, and the focus with it
      if (on && last) node.closest<HTMLElement>('[data-key]')?.focus({ preventScroll: true })
      if (messageId !== undefined) emit({ type: 'react', messageId, emoji, on: !on })
    }
    const chip = button(css.reaction, { part: 'reaction', tabindex: -1 }, press, el('span', '', {}, emoji), count)
    return {
      node: chip,
      update(reaction) {
        on = !!reaction.me
        last = reaction.count === 1
        say(count, strings.count(reaction.count))
        attr(chip, 'aria-pressed', `${on}`)
        attr(chip, 'aria-label', strings.reaction(emoji, reaction.count))
        attr(chip, 'aria-description', strings.reactedBy(isolate(reaction.users), reaction.count))
      },
    }
  }

  const chips = keyed<Reaction>(node, reaction => reaction.emoji, createChip)
  return {
    node,
    update({ id, reactions = [] }) {
      messageId = id
      chips.update(reactions)
    },
  }
}
