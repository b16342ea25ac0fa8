import { foldLetter, KIND } from './fold-letter.ts'
import { letterOf } from './fuzzy.ts'

/** The letters of a text in their order, without its signs; each that is repeated stands there once. */
export interface Outline {
  text: string
  /** How often each unit stands there, with whatever signs between. */
  runs: number[]
  /** Which units a word may begin with: none before which a letter stands, where they are letters themselves. */
  starts: boolean[]
  /** Which units a word may end with: none behind which a letter stands, where they are letters themselves. */
  ends: boolean[]
}

/** What a character leaves in an outline. */
interface Trace {
  /** One UTF-16 unit, or nothing. */
  unit: string
  isLetter: boolean
}

const READABLE = /[\p{L}\p{N}]/u
/** Characters beside ASCII whose traces are remembered. */
const MOST_OTHERS = 5_000

/**
 * What every way to read a text has in common. Undefined: not all of its characters are read in one way alone, or some are
 * of a script that has other rules for where a word ends.
 */
export function outlineOf(text: string): Outline | undefined {
  const normal = text.normalize('NFC')
  const outline: Outline = { text: '', runs: [], starts: [], ends: [] }
  const { runs, starts, ends } = outline
  let last = -1
  let lastUnit = ''
  let followsLetter = false
  for (let at = 0; at < normal.length; at++) {
    const code = normal.codePointAt(at) as number
    if (code > 0xffff) at++
    const trace = code < 0x80 ? ASCII[code] : otherTrace(code)
    if (trace === undefined) return undefined
    const { unit, isLetter } = trace
    if (!isLetter && last >= 0) ends[last] = true
    if (unit !== '' && unit === lastUnit) {
      runs[last] = (runs[last] as number) + 1
      if (!followsLetter || !isLetter) starts[last] = true
    } else if (unit !== '') {
      last++
      lastUnit = unit
      outline.text += unit
      runs.push(1)
      starts.push(!followsLetter || !isLetter)
      ends.push(!isLetter)
    }
    followsLetter = isLetter
  }
  if (last >= 0) ends[last] = true
  return outline
}

/** The same of letters as they are taken in a view of a term, whatever they are. */
export function outlineOfView(view: string): Pick<Outline, 'text' | 'runs'> {
  let text = ''
  const runs: number[] = []
  for (const unit of lettersIn(view).split(''))
    if (text.endsWith(unit)) runs.push((runs.pop() ?? 0) + 1)
    else {
      text += unit
      runs.push(1)
    }
  return { text, runs }
}

function lettersIn(look: string): string {
  let letters = ''
  for (const char of look) {
    const letter = letterOf(char)
    if (READABLE.test(letter)) letters += letter
  }
  return letters
}

/** Undefined: it is read in several ways, or as several letters, or has rules of its own. */
function traceOf(char: string): Trace | undefined {
  const folded = foldLetter(char)
  if (folded === undefined) return { unit: '', isLetter: false }
  const { kind, looks } = folded
  if (kind !== KIND.sign && kind !== KIND.letter && kind !== KIND.digit) return undefined
  const [look] = looks
  if (looks.some(each => each !== look)) return undefined
  const letters = lettersIn(look)
  if (letters !== '' && look.length > 1) return undefined
  return { unit: letters, isLetter: kind === KIND.letter }
}

const ASCII = Array.from({ length: 0x80 }, (_, code) => traceOf(String.fromCharCode(code)))
const others = new Map<number, Trace | undefined>()

function otherTrace(code: number): Trace | undefined {
  const known = others.get(code)
  if (known !== undefined || others.has(code)) return known
  if (others.size >= MOST_OTHERS) others.clear()
  const trace = traceOf(String.fromCodePoint(code))
  others.set(code, trace)
  return trace
}
