import type { Found, Piece } from './piece.ts'
import { shownHost } from './shown-host.ts'

/** More links than this in one message stay text. */
const MOST = 500
// `git+https:` and `blob:https:` are addresses of another kind; a colon or a letter of another script are none of it
const START =
  /(?<![a-z0-9_+]|\b(?:about|blob|data|feed|file|filesystem|jar|javascript|vbscript|view-source):)(https?:\/\/|mailto:)/gi
const PAIRS: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
/**
 * Ends an address: space, what is unseen or turns text, quotes and brackets, and punctuation, dashes and signs of any
 * script but those that stand inside words.
 */
const END = /[\s\p{C}\p{DI}<>"`|\\]|(?![!-~–‐‑’·‧])[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{Pd}\p{S}]/u
/** Ends the sentence around an address, not the address; so does a bracket that was opened for nothing. */
const TRAILING = /[.,;:!?'*_~([{–‐‑’·‧]/
/** Behind an address without a path: its host went on, for some readers or browsers. */
const BROKEN_OFF = /^(?:\\|(?:(?![!-~])[\p{C}\p{DI}\p{S}])+[\p{L}\p{N}.@:-])/u
/** Inside a word of a script that has joiners, middle dots or gershayim they belong to it. */
const JOINED = /^(?![!-~])[\p{L}\p{M}][\u30FB\u05F3\u05F4\u200C\u200D](?![!-~])\p{L}/u
/** A host without a path, and a word of another script right behind it. */
const GLUED = /^https?:\/\/(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?=(?![!-~]|\p{Script=Latin}|\p{M})[^./]*$)/iu
const WORD = /\w/
const SCHEME = /https?:\/\//iy
/** No host has it; a bracket may be around all of it. */
const SIGN = /[!$&-,;=[{-~]/
/** Behind the host. */
const PATH = /[/?#]/
const MAIL = /^mailto:[!->A-~]+@[a-z0-9.-]+(?:\?[!-~]*)?$/i

/** Whether the last underscores before `at` stand before a word. */
function isOpened(text: string, at: number): boolean {
  let before = text.lastIndexOf('_', at - 1)
  if (at === 0 || before < 0) return false
  while (text.charAt(before) === '_') before--
  return before < 0 || !WORD.test(text.charAt(before))
}

/** Where the address ends that begins at `from`. */
function endOf(text: string, from: number): number {
  const open: string[] = []
  SCHEME.lastIndex = from
  const host = from + (SCHEME.exec(text)?.[0].length ?? text.length)
  let inHost = text.charAt(host) !== '['
  let end = from
  while (end < text.length) {
    const char = String.fromCodePoint(text.codePointAt(end) as number)
    if (end >= host && inHost) {
      if (SIGN.test(char)) break
      inHost = !PATH.test(char)
    }
    if (END.test(char) && !JOINED.test(text.slice(end - 1, end + 2))) break
    const closer = PAIRS[char]
    if (closer) open.push(closer)
    // A bracket that was not opened inside belongs to the sentence
    if (')]}'.includes(char) && open.pop() !== char) break
    end += char.length
  }
  while (TRAILING.test(text.charAt(end - 1))) end--
  // In a path it is a letter, unless it closes what was opened before
  if (text.charAt(end) === '_' && text.lastIndexOf('/', end) > from + 8 && !isOpened(text, from))
    while (text.charAt(end) === '_') end++
  const [glued] = GLUED.exec(text.slice(from, end)) ?? []
  return glued ? from + glued.length : end
}

/** The link that an address is, if it says honestly where it leads. */
function linkTo(address: string, after: string): Piece | undefined {
  if (/^mailto:/i.test(address)) return MAIL.test(address) ? { text: address, href: address } : undefined
  const [, scheme = '', authority = '', path = ''] = /^(https?:\/\/)([^/?#]*)(.*)$/is.exec(address) ?? []
  // Who is named before an @ is not who is visited; and what broke off inside the host's name names another
  if (!authority || /@|:$/.test(authority) || (!path && BROKEN_OFF.test(after))) return undefined
  try {
    const url = new URL(address)
    return { text: scheme + shownHost(authority, url) + path, href: url.href }
  } catch {
    return undefined
  }
}

/** The addresses in a text that become links. Looks at each character once. */
export function findLinks(text: string): Found[] {
  const found: Found[] = []
  START.lastIndex = 0
  for (let match = START.exec(text); match && found.length < MOST; match = START.exec(text)) {
    const from = match.index
    const to = endOf(text, from)
    const link = linkTo(text.slice(from, to), text.slice(to, to + 16))
    START.lastIndex = to
    if (link) found.push([from, to, link])
  }
  return found
}

/**
 * Cuts a text into plain pieces and links to http, https and mailto addresses; nothing else ever becomes a link. A link's
 * text is the address as it was written, but with the host as the browser knows it where the two could be taken for another.
 * `found` may have more pieces than links, and be those of a longer text that begins like this one.
 */
export function linkify(text: string, found: readonly Found[] = findLinks(text)): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const [from, to, piece] of found) {
    if (to > text.length) break
    if (from > done) pieces.push({ text: text.slice(done, from) })
    pieces.push(piece)
    done = to
  }
  if (done < text.length) pieces.push({ text: text.slice(done) })
  return pieces
}
