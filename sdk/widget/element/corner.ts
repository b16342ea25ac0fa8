import { placeProperty } from '../styles/panel.css.ts'

/** What stands in a corner of the page, so that none lies on another. */
const corners = new Set<Corner>()

/** A bubble's place: its launcher stands beside those that were there first, and of the panels of a page one is open at a time. */
export class Corner {
  readonly #node: HTMLElement
  readonly #close: () => void
  #side: string | undefined
  #place = 0
  #open = false

  constructor(node: HTMLElement, close: () => void) {
    this.#node = node
    this.#close = close
  }

  /** The side of the window, since pages may be read in either direction. */
  get #right(): boolean {
    return (this.#side === 'start') === (getComputedStyle(this.#node).direction === 'rtl')
  }

  /** `side`: where it stands, or nothing where it is no bubble. Says whether others have to come below it now. */
  update(side: string | undefined, open: boolean): boolean {
    const others = [...corners].filter(other => other !== this)
    if (side !== this.#side) {
      this.leave()
      this.#side = side
      const taken = others.filter(other => other.#right === this.#right).map(other => other.#place)
      this.#place = 0
      while (taken.includes(this.#place)) this.#place++
      this.#node.style.setProperty(placeProperty, `${this.#place}`)
      if (side) corners.add(this)
    }
    const opened = open && !this.#open
    this.#open = open
    if (opened) for (const other of others) if (other.#open) other.#close()
    return opened && others.length > 0
  }

  leave(): void {
    corners.delete(this)
  }
}
