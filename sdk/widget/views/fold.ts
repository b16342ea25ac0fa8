import type { Found } from './piece.ts'

/** Of more lines, or more UTF-16 units, only the first are shown; so much more than those that folding is worth it. */
const LONG = { lines: 24, units: 1_500 }
const SHOWN = { lines: 16, units: 700 }
const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/g
/** Goes on with the character before it. */
const GOES_ON = /^(?:\p{M}|\p{EMod}|\u200D|[\uDC00-\uDFFF])/u

/** Where the line ends that is the `lines`th, or nothing. */
function endOfLine(text: string, lines: number): number | undefined {
  LINE_BREAK.lastIndex = 0
  let found: RegExpExecArray | null = null
  for (let i = 0; i < lines; i++) {
    found = LINE_BREAK.exec(text)
    if (!found) return undefined
  }
  return found?.index
}

/** Between characters, as far as marks and joiners tell; a tower of marks is cut through. */
function between(text: string, at: number): number {
  let end = at
  while (end > at - 40 && (GOES_ON.test(text.slice(end, end + 2)) || text.charAt(end - 1) === '\u200d')) end--
  return end
}

/** Where the beginning of a long text ends, which is shown with a sign that there is more; undefined: it is shown whole. */
export function fold(text: string, found: readonly Found[]): number | undefined {
  if (text.length <= LONG.units && endOfLine(text, LONG.lines) === undefined) return undefined
  const most = Math.min(SHOWN.units, endOfLine(text, SHOWN.lines) ?? text.length)
  const space = text.slice(0, most + 1).search(/\s\S*$/)
  const end = space > most / 2 ? space : between(text, most)
  // Half an address would lead elsewhere
  const cut = found.find(([from, to]) => from < end && end < to)
  return text.slice(0, cut?.[0] || end).trimEnd().length
}
