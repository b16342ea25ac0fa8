/** Characters of an address that count; longer ones are told apart by how long they are. */
const LONGEST = 2_048
/** Of the room's name, for people to read; the rest tells apart what begins alike. */
const READABLE = 40

/**
 * The name of the room of a page: all copies of it that say the same canonical address share one, and where none is said,
 * all whose address is the same without query and fragment.
 */
export function pageRoom(page: Document): string {
  const link = page.querySelector<HTMLLinkElement>('link[rel~="canonical"][href]')
  const address = (link?.href ?? page.URL.replace(/\?.*/, '')).replace(/#.*/, '').replace(/\/$/, '')
  const text = address.slice(0, LONGEST) + address.length
  const readable = address.replace(/^\w+:\/*/, '').replace(/[^\w.-]+/g, '.')
  let sum = 0
  // A prime below 2 ** 48, so that every step is exact
  for (const sign of text) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 281_474_976_710_597
  return `page:${readable.slice(0, READABLE)}.${sum.toString(36)}`
}
