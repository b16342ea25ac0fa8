/** Words of these scripts go on without a space. */
export const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u
/** What an address or a path has before such a sign, beside letters and digits. */
const INSIDE = /[\p{L}\p{N}\p{M}_@.:/\\+&=#%]/u

/** The whole character that ends at `index`. */
function before(text: string, index: number): string {
  const low = text.charCodeAt(index - 1) >> 10 === 0x37
  return text.slice(Math.max(0, index - (low ? 2 : 1)), index)
}

/** Whether a sign at `index`, such as `@`, begins something of its own: not that of `a@b` or `10:30`. */
export function beginsWord(text: string, index: number): boolean {
  const char = before(text, index)
  return UNSPACED.test(char) || !INSIDE.test(char)
}
