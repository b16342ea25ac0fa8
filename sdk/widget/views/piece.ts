/** A piece of a message's text; `href` makes it a link, `mention` a name: the id of whose it is. */
export interface Piece {
  text: string
  href?: string
  mention?: string
}

/** A piece that is more than text, and where it stands in the text. */
export type Found = [from: number, to: number, piece: Piece]
