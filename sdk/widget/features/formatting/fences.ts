import type { Account } from './account.ts'

export interface Fence {
  label: string
  text: string
  /** The line behind it. */
  to: number
}

const OPENING = /^( {0,3})(`{3,})([^`]*)$/
/** A name of a language, as it is written there; more words are the first line of the code. */
const LABEL = /^[\p{L}\p{N}_+#./-]{0,30}$/u

/** The fences of a text by the line in which they open: those that are closed, where the text is not `cut`. */
export function fencesIn(
  lines: readonly string[],
  account: Account,
  cut = false,
): { at(line: number): Fence | undefined } {
  /** The longest mark that closes, in this line or further down. */
  const ahead: number[] = []
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i] ?? ''
    account.steps += line.length + 1
    ahead[i] = Math.max(ahead[i + 1] ?? 0, closingIn(line))
  }
  return {
    at(line) {
      const [, indent = '', mark, info = ''] = OPENING.exec(lines[line] ?? '') ?? []
      if (!mark || (!cut && (ahead[line + 1] ?? 0) < mark.length)) return undefined
      const named = LABEL.test(info.trim())
      const code = named ? [] : [info]
      for (let i = line + 1; i < lines.length; i++) {
        const text = lines[i] ?? ''
        account.steps += text.length + 1
        const own = text.startsWith(indent) ? text.slice(indent.length) : text.trimStart()
        const closing = closingIn(text)
        if (closing < mark.length) {
          code.push(own)
          continue
        }
        // It may stand behind the last line of the code
        const last = own.trimEnd().slice(0, -closing)
        if (last.trim()) code.push(last)
        return { label: named ? info.trim() : '', text: code.join('\n'), to: i + 1 }
      }
      return { label: '', text: code.join('\n'), to: lines.length }
    },
  }
}

/** How many backticks a line ends with. */
function closingIn(line: string): number {
  const end = line.trimEnd()
  let from = end.length
  while (end.charAt(from - 1) === '`') from--
  return end.length - from
}
