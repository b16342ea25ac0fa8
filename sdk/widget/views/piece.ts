/** A piece of a message's text; `href` makes it a link. */
export interface Piece {
  text: string
  href?: string
}
