/** A piece of a message's text; `href` makes it a link. */
export interface Piece {
  text: string
  href?: string
}

const CANDIDATE = /(?<![\w:.+-])(?:https?:\/\/|mailto:)[^\s<>"`\u200B-\u200F\u202A-\u202E\u2066-\u2069]+/gi
const PAIRS = ['()', '[]', '{}']

/** Without the punctuation that ends the sentence around it; a bracket stays if it was opened inside. */
function trim(url: string): string {
  const count = (char: string) => url.split(char).length - 1
  const surplus = new Map(PAIRS.map(([open = '', close = '']) => [close, count(close) - count(open)]))
  let end = url.length
  for (; end; end--) {
    const last = url.charAt(end - 1)
    // A bracket goes as often as it was not opened, a full stop as often as it is there
    const more = surplus.get(last) ?? (/[.,;:!?'’”»*_~]/.test(last) ? end : 0)
    if (more <= 0) break
    surplus.set(last, more - 1)
  }
  return url.slice(0, end)
}

function hrefOf(text: string): string | undefined {
  try {
    const url = new URL(text)
    return url.host || url.pathname ? url.href : undefined
  } catch {
    return undefined
  }
}

/** Cuts a text into plain pieces and links to http, https and mailto addresses; nothing else ever becomes a link. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const found = trim(match[0])
    const href = hrefOf(found)
    if (!href) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) })
    pieces.push({ text: found, href })
    end = match.index + found.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end) })
  return pieces
}
