import type { MessageItem } from '../../store/view-model.ts'
import { fold } from './fold.ts'
import { laterKnown } from './later.ts'
import type { Found } from './piece.ts'
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

type Draw = (text: string) => (Node | string)[]

/** A text without marks; `found`: what in it is more than text. */
export function unmarked(text: string, found: readonly Found[] = [], draw: Draw = text => [text]): Written {
  const end = fold(text, found)
  const whole = () => draw(text)
  if (end === undefined) return { whole, says: text }
  const beginning = text.slice(0, end)
  return { whole, begins: () => [...draw(beginning), '…'], says: `${beginning}…` }
}

/** How a message that was not deleted is shown. */
export function write(now: MessageItem, options: ViewOptions, me: string | undefined): Written {
  const later = laterKnown()
  return (!options.typed?.() && later?.format?.(now, options, me)) || later?.writeTyped(now, me) || unmarked(now.text)
}
