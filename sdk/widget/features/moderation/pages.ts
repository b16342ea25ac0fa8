import type { ChatError } from '../../../lib/chat-error.ts'
import { ghost } from '../../styles/base.css.ts'
import { attr, button, detach, el, say } from '../../views/el.ts'
import * as css from './moderation.css.ts'
import * as look from './moderator.css.ts'
import { words } from './moderator-words.ts'

/** What a row can say and do to the list that it is in. */
export interface RowHost {
  say(text: string): void
  /** Does something, and says why where it cannot; `done`: what then is said while the row goes. */
  act(run: () => Promise<unknown>, done?: string): Promise<void>
}

export interface PagesOptions<Item> {
  load(after: string | undefined): Promise<{ items: readonly Item[]; next?: string | undefined }>
  row(item: Item, host: RowHost): HTMLElement
  /** What is said where there is nothing. */
  empty: string
}

/** A list that is loaded page by page; `said`: what was done just before. */
export function createPages<Item>({ load, row, empty }: PagesOptions<Item>, said = ''): HTMLElement[] {
  const list = el('ul', look.list, { role: 'list' })
  const state = el('p', css.says, { role: 'status', tabindex: -1 }, said || words.loading)
  const more = button(`${ghost} ${css.act}`, { hidden: true }, () => void add(), words.more)
  let next: string | undefined

  function tell(text: string): void {
    say(state, text || (list.childElementCount > 0 ? '' : empty))
    attr(state, 'hidden', !state.textContent)
  }

  function add_(item: Item): void {
    const node = row(item, {
      say: tell,
      async act(run, done) {
        try {
          await run()
          if (done === undefined) return
          const beside = node.nextElementSibling ?? node.previousElementSibling
          detach(node)
          tell(list.childElementCount > 0 ? done : `${done} ${empty}`)
          ;(beside?.querySelector<HTMLElement>('button') ?? state).focus()
        } catch (error) {
          tell(words.error(error as ChatError))
        }
      },
    })
    list.append(node)
  }

  async function add(): Promise<void> {
    try {
      const page = await load(next)
      const first = list.childElementCount
      for (const item of page.items) add_(item)
      next = page.next
      // who pressed for more reads on there
      if (first > 0) list.children[first]?.querySelector<HTMLElement>('button,input')?.focus()
      attr(more, 'hidden', next === undefined)
      say(more, words.more)
      tell(said)
    } catch (error) {
      tell(words.error(error as ChatError))
      say(more, words.again)
      attr(more, 'hidden', false)
    }
  }

  void add()
  return [state, list, more]
}
