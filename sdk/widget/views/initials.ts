/** The first character as people see it: an emoji with all its parts, a letter with its marks. Intl.Segmenter is too new. */
const FIRST = /^(?:\p{RI}{2}|.[\p{M}\p{EMod}]*(?:\u200D.[\p{M}\p{EMod}]*)*)/u

const firstGrapheme = (word: string) => FIRST.exec(word)?.[0] ?? ''

/** One or two characters that stand for a name: of its first and of its last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(Boolean)
  const first = words[0] ?? name
  const last = words.slice(1).at(-1) ?? ''
  return (firstGrapheme(first) + firstGrapheme(last)).toLocaleUpperCase()
}
