/** Longer tags than this are none. */
const MOST = 60

/**
 * The longest beginning of a language's name that can be formatted by: pages say `en_US`, `de-` and worse, of which
 * Intl throws. Undefined where none is left: the reader's own.
 */
export function locale(lang: string | null | undefined): string | undefined {
  const parts = (lang ?? '')
    .trim()
    .slice(0, MOST)
    .split(/[-_.@]/)
  for (; parts.length; parts.pop()) {
    try {
      return Intl.getCanonicalLocales(parts.join('-'))[0]
    } catch {}
  }
  return undefined
}
