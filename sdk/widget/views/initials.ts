// To make one costs more than all the rest of a row
let segmenter: Intl.Segmenter | undefined

/** The first character as people see it: an emoji with all its parts, a letter with its marks. */
function firstGrapheme(word: string): string {
  if ('Segmenter' in Intl) {
    segmenter ??= new Intl.Segmenter()
    for (const part of segmenter.segment(word)) return part.segment
    return ''
  }
  return /^(?:\p{RI}{2}|.(?:\p{M}|\p{EMod})*(?:\u200D.(?:\p{M}|\p{EMod})*)*)/u.exec(word)?.[0] ?? ''
}

/** One or two characters that stand for a name: of its first and of its last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(Boolean)
  const first = words[0] ?? name
  const last = words.slice(1).at(-1) ?? ''
  return (firstGrapheme(first) + firstGrapheme(last)).toLocaleUpperCase()
}
