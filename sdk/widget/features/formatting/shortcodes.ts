const SHORTCODE = /:([a-z0-9_+-]{1,40}):(?![a-z0-9])/iy
/** Looks like one; a time of day does not. */
const LIKELY = /(?:^|[^\w:]):(?:[a-z][\w+-]{1,39}|[+-]1|100|1234):(?!\w)/i

/** Who knows emoji by their names. */
export interface Shortcodes {
  load(): Promise<ReadonlyMap<string, string>>
  /** They are known now. */
  changed(): void
}

let shortcodes: ReadonlyMap<string, string> = new Map()
const offers = new Set<Shortcodes>()
let asked = false

/** Emoji by the names between colons, small, for all elements of the page; a name that is not in it stays as it was typed. */
export function setShortcodes(map: ReadonlyMap<string, string>): void {
  shortcodes = map
}

/** They are loaded once a text has one. Returns what takes the offer back. */
export function offerShortcodes(offer: Shortcodes): () => void {
  offers.add(offer)
  return () => offers.delete(offer)
}

/** The names that are known by now, for this text among others. */
export function shortcodesFor(text: string): ReadonlyMap<string, string> {
  if (!asked && offers.size > 0 && LIKELY.test(text)) void load()
  return shortcodes
}

async function load(): Promise<void> {
  const [offer] = offers
  asked = true
  try {
    setShortcodes((await offer?.load()) ?? shortcodes)
    for (const each of offers) each.changed()
  } catch {
    // They stay as they were typed
  }
}

/** The emoji whose name begins with the colon at `at`, and where it ends; not in a word, unless a node stands before it. */
export function shortcodeAt(text: string, at: number, behindNode: boolean, known: ReadonlyMap<string, string>) {
  if (known.size === 0) return undefined
  SHORTCODE.lastIndex = at
  const [typed = '', name = ''] = SHORTCODE.exec(text) ?? []
  const emoji = known.get(name.toLowerCase())
  if (!emoji || (!behindNode && /[\p{L}\p{N}:]/u.test(text.charAt(at - 1)))) return undefined
  return { emoji, to: at + typed.length }
}
