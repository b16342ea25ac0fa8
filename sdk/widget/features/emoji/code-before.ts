/** What a text between two colons may be; `:)` and a time of day are none. */
const CODE = /(?:^|[^\w:]):([a-z_+-][\w+-]{0,49}|100|1234):$/i
const LONGEST = 60

/** The code that was just closed by a colon before the caret, and where it stands; nothing: none, or it is in a code span. */
export function codeBefore(text: string, caret: number): { code: string; from: number } | undefined {
  const code = CODE.exec(text.slice(Math.max(0, caret - LONGEST), caret))?.[1]
  if (code === undefined || inCode(text.slice(0, caret))) return undefined
  return { code: code.toLowerCase(), from: caret - code.length - 2 }
}

/** Whether a code span or a block of code, which begins with backticks, is still open at the end of a text. */
export function inCode(text: string): boolean {
  const fences = text.match(/^[ \t]*```/gm)?.length ?? 0
  const line = text.slice(text.lastIndexOf('\n') + 1)
  return fences % 2 === 1 || (line.match(/`+/g)?.length ?? 0) % 2 === 1
}
