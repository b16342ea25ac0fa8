import { focusedIn, listen, undoAll } from '../../behaviors/behavior.ts'
import { adopt } from '../../styles/sheet.ts'
import { attr, detach } from '../../views/el.ts'
import { type CompletionEntry, type Completions, MOST } from './completion.ts'
import { findToken, type Token } from './find-token.ts'
import { type CompletionList, createList } from './list.ts'
import { replaceText } from './replace-text.ts'
import { cssText } from './sheet.css.ts'
import { words } from './words.ts'

export interface OfferOptions {
  field: HTMLTextAreaElement
  /** Holds the chat: the list never goes beyond it. */
  box: HTMLElement
  completions: Completions
  say(text: string): void
}

export interface Offer {
  /** A key at the field, before anybody else hears of it; true: it was for the list. */
  press(key: string): boolean
  stop(): void
}

/** Where the list comes no nearer to the top of the chat. px */
const MARGIN = 12
const LOWEST = 96
const HIGHEST = 340

/** Offers what fits while somebody types in a field; the field keeps the focus and the text. */
export function offer({ field, box, completions, say }: OfferOptions): Offer {
  const list: CompletionList = createList(field, index => choose(index))
  const form = field.form ?? box
  let token: Token | undefined
  let entries: readonly CompletionEntry[] = []
  /** Where the token begins that was put aside, or chosen for. */
  let done: number | undefined
  /** Answers of earlier questions are dropped. */
  let asked = 0
  let composing = false
  /** The last that was done here was typing. */
  let typing = false
  let choosing = false

  const isOpen = () => list.node.isConnected

  function close(): void {
    asked++
    token = undefined
    entries = []
    if (!isOpen()) return
    detach(list.node)
    for (const name of ['aria-controls', 'aria-activedescendant']) attr(field, name, false)
  }

  /** Looks anew at what stands before the caret. */
  function look(): void {
    const { value, selectionStart, selectionEnd } = field
    const isTyping = selectionStart === selectionEnd && focusedIn(field) === field
    const found = isTyping ? findToken(value, selectionEnd, completions.sources) : undefined
    if (found?.from !== done || found?.query === '') done = undefined
    if (!found || done !== undefined || (composing && !isOpen())) {
      close()
      return
    }
    const answer = found.source.find(found.query)
    if ('then' in answer) wait(found, answer)
    else show(found, answer)
  }

  function wait(found: Token, answer: Promise<readonly CompletionEntry[]>): void {
    // What was offered for another one is no answer to this
    if (found.source !== token?.source || found.from !== token.from) close()
    const mine = ++asked
    answer.then(
      late => asked === mine && show(found, late),
      () => asked === mine && close(),
    )
  }

  function show(found: Token, all: readonly CompletionEntry[]): void {
    const before = isOpen() && token?.from === found.from ? entries[list.active]?.key : undefined
    const count = isOpen() ? entries.length : 0
    if (all.length === 0) {
      close()
      return
    }
    token = found
    entries = all.slice(0, MOST)
    asked++
    const { label } = found.source
    list.show(label, entries, field.lang)
    if (!isOpen()) {
      adopt(field.getRootNode() as ShadowRoot, cssText)
      form.append(list.node)
      attr(field, 'aria-controls', list.node.id)
    }
    fit()
    list.active = Math.max(
      0,
      entries.findIndex(({ key }) => key === before),
    )
    if (count !== entries.length) say(words.found(label, entries.length))
  }

  function fit(): void {
    if (!isOpen()) return
    const above = form.getBoundingClientRect().top - box.getBoundingClientRect().top
    list.node.style.maxHeight = `${Math.min(HIGHEST, Math.max(LOWEST, above - MARGIN))}px`
  }

  function choose(index: number): void {
    const entry = entries[index]
    const { value, selectionEnd } = field
    // As it stands by now: the caret may have been put elsewhere
    const now = findToken(value, selectionEnd, completions.sources)
    const source = token?.source
    const from = token?.from
    close()
    if (!entry || !source || now?.source !== source || now.from !== from) return
    const text = source.insert(entry)
    const space = value[now.to] === ' ' ? '' : ' '
    done = now.from
    choosing = true
    replaceText(field, now.from, now.to, text + space)
    choosing = false
    // Behind the space that was there already
    if (!space) field.setSelectionRange(now.from + text.length + 1, now.from + text.length + 1)
  }

  function press(key: string): boolean {
    if (!isOpen()) return false
    const { length } = entries
    if (key === 'ArrowDown') list.active = (list.active + 1) % length
    else if (key === 'ArrowUp') list.active = (list.active + length - 1) % length
    else if (key === 'Escape') {
      done = token?.from
      typing = false
      close()
    } else if (key === 'Tab') choose(list.active)
    else if (key === 'Enter') {
      if (entries[list.active]?.done) {
        close()
        return false
      }
      choose(list.active)
    } else return false
    return true
  }

  const isComposing = (event: Event) => composing || (event as InputEvent).isComposing
  const undo = [
    listen(field, 'compositionstart', () => {
      composing = true
    }),
    listen(field, 'compositionend', () => {
      composing = false
      look()
    }),
    listen(field, 'input', event => {
      typing = !choosing && !(event instanceof CustomEvent)
      if (typing) {
        if (!isComposing(event) || isOpen()) look()
      } else {
        // Cleared, or filled with what was kept
        if (!choosing) done = undefined
        close()
      }
    }),
    listen(field, 'keyup', ({ key }) => {
      if (isOpen() && /^(Arrow(Left|Right)|Home|End)$/.test(key)) look()
    }),
    listen(field, 'pointerup', () => isOpen() && look()),
    listen(field, 'blur', () => {
      typing = false
      close()
    }),
    listen(window, 'resize', fit),
  ]
  completions.show = () => {
    attr(field, 'aria-autocomplete', completions.sources.size > 0 && 'list')
    if (isOpen() || (typing && !composing)) look()
  }

  completions.show()

  return {
    press,
    stop() {
      completions.show = () => {}
      close()
      attr(field, 'aria-autocomplete', false)
      undoAll(undo)
    },
  }
}
