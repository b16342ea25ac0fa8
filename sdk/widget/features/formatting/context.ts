import type { Found } from '../../views/piece.ts'

/** What a text is parsed with. */
export interface Context {
  /** The links and names in a text, in their order. */
  find(text: string): readonly Found[]
  /** Emoji by the names that stand between colons. */
  shortcodes: ReadonlyMap<string, string>
  /** The text is the beginning of a longer one: what is hidden may end behind it. */
  cut?: boolean
}
