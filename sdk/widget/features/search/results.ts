import type { Room } from '../../../client/types.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import type { FoundMessage } from '../../../protocol/records.ts'
import { ghost } from '../../styles/base.css.ts'
import { attr, button, detach, el, say } from '../../views/el.ts'
import { createResult } from './result-row.ts'
import * as css from './search.css.ts'
import { words } from './words.ts'

export interface ResultsOptions {
  room: Room
  when(at: number): string
  go(message: FoundMessage): void
}

/** What a search found, page by page; `nodes` stand below each other. */
export interface Results {
  readonly list: HTMLElement
  readonly nodes: readonly HTMLElement[]
  /** Looks for this from now on; blank: for nothing. */
  look(query: string): void
  say(text: string): void
  stop(): void
}

export function createResults({ room, when, go }: ResultsOptions): Results {
  const state = el('p', css.says, { role: 'status', tabindex: -1 }, words.begin)
  const list = el('ul', css.list, { role: 'list', 'aria-label': words.results })
  const more = button(`${ghost} ${css.act}`, { hidden: true }, () => void load(true), words.more)
  /** By the ids of their messages. */
  const rows = new Map<string, HTMLElement>()
  let query = ''
  let before: number | undefined
  let hasMore = false
  /** An answer to what was asked before it is none. */
  let asked = 0
  let loading = false

  function tell(): void {
    if (rows.size > 0) say(state, words.found(rows.size, hasMore))
    else say(state, hasMore ? words.noneYet : words.none)
  }

  /** `on`: more of it, to the first of which the focus goes if it was pressed for. */
  async function load(on: boolean): Promise<void> {
    if (on && loading) return
    const mine = ++asked
    const pressed = on && (more.getRootNode() as ShadowRoot).activeElement === more
    loading = true
    if (!on) say(state, words.looking)
    try {
      const found = await room.search(query, { before: on ? before : undefined })
      if (mine !== asked) return
      if (!on) clear()
      const fresh = found.messages.map(message => {
        const row = createResult(message, when, () => go(message))
        rows.set(message.id, row)
        return row
      })
      list.append(...fresh)
      before = found.before ?? found.messages.at(-1)?.seq ?? before
      hasMore = found.more || found.before !== undefined
      attr(more, 'hidden', !hasMore)
      say(more, words.more)
      tell()
      if (pressed) fresh[0]?.querySelector<HTMLElement>('button')?.focus()
    } catch (error) {
      if (mine !== asked) return
      if (!on) clear()
      say(state, words.error(error as ChatError))
      attr(more, 'hidden', false)
      say(more, words.again)
    } finally {
      if (mine === asked) loading = false
    }
  }

  function clear(): void {
    rows.clear()
    list.replaceChildren()
    before = undefined
    hasMore = false
    attr(more, 'hidden', true)
  }

  // what is deleted meanwhile, or says something else, is not what was found
  const undo = room.on('event', ({ event }) => {
    if (event.type !== 'message_deleted' && event.type !== 'message_edited') return
    const row = rows.get(event.messageId)
    if (!row) return
    const beside = row.nextElementSibling ?? row.previousElementSibling
    const focused = row.contains((row.getRootNode() as ShadowRoot).activeElement)
    rows.delete(event.messageId)
    detach(row)
    tell()
    if (focused) (beside?.querySelector<HTMLElement>('button') ?? state).focus()
  })

  const near = typeof IntersectionObserver === 'function' ? new IntersectionObserver(seen) : undefined
  near?.observe(more)

  /** Whoever scrolls to the end of what was found gets more of it; what failed waits to be pressed. */
  function seen(entries: readonly IntersectionObserverEntry[]): void {
    if (hasMore && entries.at(-1)?.isIntersecting && more.textContent === words.more) void load(true)
  }

  return {
    list,
    nodes: [state, list, more],
    look(wanted) {
      if (wanted.trim() === query) return
      query = wanted.trim()
      if (query) return void load(false)
      asked++
      clear()
      say(state, words.begin)
    },
    say: text => say(state, text),
    stop() {
      asked++
      undo()
      near?.disconnect()
    },
  }
}
