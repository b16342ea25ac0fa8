/** How far a line is indented, and what follows its bullet or number. */
export interface ItemLine {
  indent: number
  /** None: a bullet. */
  value: number | undefined
  text: string
}

const ITEM = /^([ \t]*)(?:[-*]|(\d{1,3})\.) {1,3}(\S.*)$/s
/** Lines drawn of marks, crontabs, and what a star is only the first of. */
const NO_ITEM = /^(?:[-*_=][ \t]|[-*_= \t]+$)/
const TAB = 4
/** What is indented so much more than the first item is an item below one. */
export const DEEPER = 2

const widthOf = (white: string) => white.length + (TAB - 1) * (white.split('\t').length - 1)

/** A line as an item of a list, if it can be one. */
export function itemOf(line: string): ItemLine | undefined {
  const [, white = '', digits, text = ''] = ITEM.exec(line) ?? []
  if (!text || NO_ITEM.test(text)) return undefined
  return { indent: widthOf(white), value: digits === undefined ? undefined : Number(digits), text }
}

/** Whether a list may begin with it: the second line of a comment in code has a space before its star. */
export const begins = (item: ItemLine, line: string) => item.indent === 0 || (item.indent < 4 && !/^\s*\*/.test(line))

/** What goes on with the item before it, without the indentation that it has for that. */
export function goesOn(line: string): string | undefined {
  const [, text] = /^(?: {2}|\t)(\s*\S.*)$/s.exec(line) ?? []
  return text
}
