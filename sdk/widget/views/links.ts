import type { Piece } from './piece.ts'

/** What finds links, which is loaded once the first messages are painted; before that a text is one piece. */
type Finder = Pick<typeof import('./linkify.ts'), 'findLinks' | 'linkify'>

let finder: Finder | undefined

/** It is loaded, for all elements of the page. */
export function setLinkFinder(file: Finder): void {
  finder = file
}

/** Whether texts are looked through by now. */
export const linksKnown = () => finder !== undefined

export const linksIn = (text: string) => finder?.findLinks(text) ?? []

/** `links` may be those of a longer text that begins like this one. */
export const piecesOf = (text: string, links = linksIn(text)): Piece[] => finder?.linkify(text, links) ?? [{ text }]
