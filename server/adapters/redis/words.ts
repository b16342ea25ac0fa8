const NOT_PLAIN = /[%,\s\u0000-\u001f\u007f]/g

/** A text as one word: without spaces, commas and what stands for a seq, and never the word for nothing. */
export function asWord(text: string): string {
  if (text === '') return '%'
  return text === NONE ? escaped(text) : text.replace(NOT_PLAIN, escaped)
}

export function ofWord(word: string): string {
  if (word === '%') return ''
  return word.replace(/%([0-9a-f]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** The word for nothing. */
export const NONE = '-'

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
