import type { MessageItem } from '../../store/view-model.ts'
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
