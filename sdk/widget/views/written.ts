import type { MessageItem } from '../../store/view-model.ts'
import { fold } from './fold.ts'
import { drawn, foundIn, laterKnown } from './later.ts'
import type { ViewOptions } from './view.ts'

/** A message's text, as a row shows it. */
export interface Written {
  /** All of it, made anew. */
  whole(): (Node | string)[]
  /** The beginning of a long one. */
  begins?: (() => (Node | string)[]) | undefined
  /** What is shown of it first, in words. */
  says: string
}

/** `me`: the id of the reader. Undefined for a text without marks, which is shown as it was typed. */
export type Format = (now: MessageItem, options: ViewOptions, me: string | undefined) => Written | undefined
/** A text without its marks, and without what it hides. */
export type Plain = (text: string) => string

/** How a message that was not deleted is shown. */
export function write(now: MessageItem, options: ViewOptions, me: string | undefined): Written {
  const formatted = options.typed?.() ? undefined : laterKnown()?.format?.(now, options, me)
  if (formatted) return formatted
  const { text, mentions } = now
  const found = foundIn(text, mentions)
  const end = fold(text, found)
  const whole = () => drawn(text, found, me)
  if (end === undefined) return { whole, says: text }
  const beginning = text.slice(0, end)
  return { whole, begins: () => [...drawn(beginning, found, me), '…'], says: `${beginning}…` }
}
