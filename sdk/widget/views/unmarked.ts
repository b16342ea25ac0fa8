import { fold } from './fold.ts'
import type { Found } from './piece.ts'
import type { Written } from './written.ts'

type Draw = (text: string) => (Node | string)[]

/** A text without marks; `found`: what in it is more than text. */
export function unmarked(text: string, found: readonly Found[] = [], draw: Draw = text => [text]): Written {
  const end = fold(text, found)
  const whole = () => draw(text)
  if (end === undefined) return { whole, says: text }
  const beginning = text.slice(0, end)
  return { whole, begins: () => [...draw(beginning), '…'], says: `${beginning}…` }
}
