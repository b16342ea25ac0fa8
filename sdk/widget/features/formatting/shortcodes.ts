const SHORTCODE = /:([a-z0-9_+-]{1,40}):(?![a-z0-9])/iy

let shortcodes: ReadonlyMap<string, string> = new Map()

/** Emoji by the names between colons, small, for all elements of the page; a name that is not in it stays as it was typed. */
export function setShortcodes(map: ReadonlyMap<string, string>): void {
  shortcodes = map
}

export const knownShortcodes = () => shortcodes

/** The emoji whose name begins with the colon at `at`, and where it ends; not in a word, unless a node stands before it. */
export function shortcodeAt(text: string, at: number, behindNode: boolean, known: ReadonlyMap<string, string>) {
  if (known.size === 0) return undefined
  SHORTCODE.lastIndex = at
  const [typed = '', name = ''] = SHORTCODE.exec(text) ?? []
  const emoji = known.get(name.toLowerCase())
  if (!emoji || (!behindNode && /[\p{L}\p{N}:]/u.test(text.charAt(at - 1)))) return undefined
  return { emoji, to: at + typed.length }
}
