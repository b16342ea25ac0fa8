/** Of an address; longer ones are told apart by how long they are. */
const LONGEST = 2_048
/** Of the name of the room that can be read; the rest tells apart what begins alike. */
const READABLE = 40

/**
 * The name of the room of a page: all copies of it that say the same canonical address share one, and where none is said,
 * all whose address is the same without query and fragment.
 */
export function pageRoom(page: Document): string {
  const address = canonical(page) ?? bare(page.URL)
  const text = `${address.slice(0, LONGEST)}${address.length > LONGEST ? address.length : ''}`
  const readable = text
    .replace(/^\w+:\/*/, '')
    .replace(/[^\w.-]+/g, '.')
    .slice(0, READABLE)
  return `page:${readable}.${digest(text)}`
}

function canonical(page: Document): string | undefined {
  const link = page.querySelector<HTMLLinkElement>('link[rel~="canonical"][href]')
  return link && /^https?:/.test(link.href) ? link.href.replace(/#.*/, '') : undefined
}

function bare(address: string): string {
  return address.replace(/[?#].*/, '').replace(/\/$/, '')
}

/** A short text that is another one for another text: no secret, two pages of one site hardly ever meet in it. */
function digest(text: string): string {
  let one = 0x2f0b4a27
  let two = 0x51ed270b
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    one = Math.imul(one ^ code, 0x9e3779b1)
    two = Math.imul(two + code, 0x85ebca77) ^ (one >>> 15)
  }
  return (one >>> 0).toString(36) + (two >>> 0).toString(36)
}
