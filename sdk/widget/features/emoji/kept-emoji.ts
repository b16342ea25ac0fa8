import type { Shelf } from '../../kept/shelf.ts'
import { TONES } from './tone.ts'

/** What a browser keeps of how its reader picks emoji. */
export interface KeptEmoji {
  /** Which of `TONES`. */
  tone(): number
  setTone(tone: number): void
  /** The last ones that were picked, newest first; whatever is stored there. */
  recents(): string[]
  used(glyph: string): void
}

const MOST_RECENTS = 24

export function keptEmoji(shelf: Shelf): KeptEmoji {
  const recents = () => {
    const { recents: kept } = shelf.read()
    if (!Array.isArray(kept)) return []
    return kept.filter(each => typeof each === 'string').slice(0, MOST_RECENTS)
  }
  const tone = () => {
    const { tone: kept } = shelf.read()
    return typeof kept === 'number' && TONES[kept] !== undefined ? kept : 0
  }
  return {
    tone,
    recents,
    setTone: to => shelf.write({ tone: to, recents: recents() }),
    used: glyph =>
      shelf.write({
        tone: tone(),
        recents: [glyph, ...recents().filter(each => each !== glyph)].slice(0, MOST_RECENTS),
      }),
  }
}
