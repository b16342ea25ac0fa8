/** One that a reader can pick. */
export interface Emoji {
  /** Its line in the files of names and codes. */
  index: number
  glyph: string
  /** It can have another skin. */
  takesTone: boolean
}

const FLAG = /^\p{RI}{2}/u
const WITH_VERSIONS = /^(.+?)([a-h]?)([OA-H]?)$/

/**
 * The emoji of each group, in Unicode's order, from the text of `glyphs`. `supports` says whether this browser shows those
 * of a version, by its letter, or the flags of countries.
 */
export function parseGlyphs(text: string, supports: (version: string) => boolean): Emoji[][] {
  let index = 0
  return text.split('\n').map(line =>
    line.split(' ').flatMap(each => {
      const [, glyph = '', version = '', tones = ''] = WITH_VERSIONS.exec(each) ?? []
      const emoji = {
        index: index++,
        glyph,
        takesTone: tones !== '' && (tones === 'O' || supports(tones.toLowerCase())),
      }
      const shown = (version === '' || supports(version)) && (!FLAG.test(glyph) || supports('flag'))
      return shown ? [emoji] : []
    }),
  )
}
