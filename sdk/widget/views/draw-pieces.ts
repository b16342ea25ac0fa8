import { mention as mentioned } from '../styles/named-people.css.ts'
import { el } from './el.ts'
import { linkify } from './linkify.ts'
import type { Found, Piece } from './piece.ts'

/** A link that opens elsewhere and gives nothing away. Its row makes it a Tab stop. */
export function createLink(href: string, ...children: (Node | string)[]): HTMLAnchorElement {
  const rel = 'noopener noreferrer nofollow ugc'
  const attributes = { href, target: '_blank', rel, referrerpolicy: 'no-referrer', part: 'link', tabindex: -1 }
  return el('a', '', attributes, ...children)
}

/** Somebody whom a message names; `me`: the id of its reader, who is to see it from afar. */
export const createMention = (text: string, id: string, me: string | undefined): HTMLElement =>
  el('bdi', mentioned, { part: 'mention', 'data-me': id === me }, text)

function draw({ text, href, mention }: Piece, me: string | undefined): Node | string {
  if (mention !== undefined) return createMention(text, mention, me)
  if (!href) return text
  const link = createLink(href, text)
  link.dir = 'ltr'
  return link
}

/** A text with what was found in it, or in a longer one that begins like it. */
export const drawPieces = (text: string, found: readonly Found[], me?: string): (Node | string)[] =>
  linkify(text, found).map(piece => draw(piece, me))
