import type { MessageItem } from '../../store/view-model.ts'
import { drawPieces } from './draw-pieces.ts'
import { findPieces } from './find-pieces.ts'
import { unmarked } from './unmarked.ts'
import type { Written } from './written.ts'

/** A text as it was typed, with its links and the names of those whom it names; `me`: the id of the reader. */
export function writeTyped(
  { text, mentions }: Pick<MessageItem, 'text' | 'mentions'>,
  me: string | undefined,
): Written {
  const found = findPieces(text, mentions)
  return unmarked(text, found, part => drawPieces(part, found, me))
}
