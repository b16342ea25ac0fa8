/** As it is drawn without one, then from the lightest on. */
export const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const

const JOINER = '\u200D'
const PERSON = /^[👨👩🧑]$/u

/** An emoji that takes tones, with one: all people in it have it. */
export function withTone(glyph: string, tone: number): string {
  const modifier = TONES[tone] ?? ''
  if (!modifier) return glyph
  return glyph
    .split(JOINER)
    .map((piece, at) => {
      const [base = '', ...rest] = piece
      // Two who hold hands have one hand between them, which is nobody's
      const has = at === 0 || PERSON.test(base)
      return has ? base + modifier + rest.filter(each => each !== '\uFE0F').join('') : piece
    })
    .join(JOINER)
}

/** The same for an emoji in all its tones. */
export const toneless = (glyph: string): string => glyph.replace(/[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu, '')
