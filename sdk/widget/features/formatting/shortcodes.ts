let shortcodes: ReadonlyMap<string, string> = new Map()

/** Emoji by the names between colons, small, for all elements of the page; a name that is not in it stays as it was typed. */
export function setShortcodes(map: ReadonlyMap<string, string>): void {
  shortcodes = map
}

export const knownShortcodes = () => shortcodes
