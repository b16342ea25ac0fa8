import { QUOTE_LENGTH } from '../../../protocol/apply-event.ts'
import type { MessageItem } from '../../../store/view-model.ts'
import { fold } from '../../views/fold.ts'
import { laterKnown } from '../../views/later.ts'
import type { Format, Plain } from '../../views/written.ts'
import { type Block, KIND } from './ast.ts'
import { beginningOf } from './fold-blocks.ts'
import { hasMarks } from './has-marks.ts'
import { parse } from './parse-blocks.ts'
import { plainText } from './plain-text.ts'
import { render } from './render.ts'
import { shortcodesFor } from './shortcodes.ts'
import { words } from './words.ts'

type People = MessageItem['mentions']

/** Undefined: it has no marks. */
function parsed(text: string, people?: People, cut = false): Block[] | undefined {
  const shortcodes = shortcodesFor(text)
  if (!hasMarks(text, shortcodes.size > 0)) return undefined
  const { blocks } = parse(text, { find: part => laterKnown()?.findPieces(part, people) ?? [], shortcodes, cut })
  const [first, ...more] = blocks
  const [only] = first?.kind === KIND.lines && !more.length && first.children.length === 1 ? first.children : []
  // It only looked like some
  return only?.kind === KIND.text && only.text === text ? undefined : blocks
}

/** How a message with marks is shown. */
export const format: Format = (now, options, me) => {
  const blocks = parsed(now.text, now.mentions)
  if (!blocks) return undefined
  const rendering = { ...options, me }
  const whole = () => render(blocks, rendering)
  const end = fold(plainText(blocks), [])
  if (end === undefined) return { whole, says: plainText(blocks, words.spoiler) }
  const beginning = beginningOf(blocks, end)
  return {
    whole,
    begins: () => render(beginning, rendering),
    says: plainText(beginning, words.spoiler),
  }
}

/** What a text says without its marks, and without what it hides. */
export const plain: Plain = text => {
  // As long as a quote can be, it is the beginning of what is quoted
  const blocks = parsed(text, [], text.length >= QUOTE_LENGTH)
  return blocks ? plainText(blocks, words.spoiler) : text
}
