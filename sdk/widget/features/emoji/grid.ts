import { focusedIn } from '../../behaviors/behavior.ts'
import { attr, detach, el, say } from '../../views/el.ts'
import { arrows } from './direction.ts'
import { gridKey } from './grid-keys.ts'
import * as css from './picker.css.ts'
import { type Row, rowsBetween, rowsOf, type Section } from './rows.ts'

/** px beyond what is in sight that is there already. */
const BEYOND = 240
/** Where nothing is laid out. */
const USUAL = { columns: 8, height: 360 }
const LEAST_COLUMNS = 4

export interface GridOptions<Item> {
  label: string
  /** px of a cell. */
  size: number
  glyph(item: Item): string
  /** What it is called, if that is known yet. */
  name(item: Item): string | undefined
  chosen(item: Item): boolean
  pick(item: Item, keepsOpen: boolean): void
  /** The first line in sight is of another section. */
  scrolled(section: number): void
  /** Up, from the first line. */
  above(): void
}

/** A grid of which only the lines around what is in sight are in the page. The keys move in all of it. */
export class Grid<Item> {
  readonly node: HTMLElement
  readonly #grid: HTMLElement
  readonly #options: GridOptions<Item>
  readonly #shown = new Map<Row, HTMLElement>()
  #sections: readonly Section<Item>[] = []
  #items: readonly Item[] = []
  #rows: readonly Row[] = []
  #columns = USUAL.columns
  /** The item at which Tab stops. */
  #at = 0
  #section = 0

  constructor(options: GridOptions<Item>) {
    this.#options = options
    this.#grid = el('div', css.grid, { id: 'emoji-grid', role: 'grid', 'aria-label': options.label })
    this.node = el('div', css.scroller, { tabindex: -1 }, this.#grid)
    this.node.addEventListener('scroll', () => this.#draw())
    this.#grid.addEventListener('click', event => {
      const at = this.#indexOf(event.target)
      if (at !== undefined) this.pick(at, event.shiftKey)
    })
    this.#grid.addEventListener('focusin', event => this.#become(this.#indexOf(event.target) ?? this.#at))
    this.#grid.addEventListener('keydown', event => this.#press(event))
  }

  /** Shows these, from the top. */
  show(sections: readonly Section<Item>[]): void {
    this.#sections = sections
    this.#items = sections.flatMap(({ items }) => items)
    this.#at = this.#section = 0
    const focused = this.#focused
    this.#lay()
    this.node.scrollTop = 0
    this.#draw()
    if (focused) this.focus()
  }

  /** It has another width. */
  resized(): void {
    if (this.#columnsNow() === this.#columns) {
      this.#draw()
      return
    }
    const focused = this.#focused
    this.#lay()
    if (focused) this.focus()
  }

  /** Names or tones are others now. */
  renamed(): void {
    for (const row of this.#shown.values()) for (const cell of row.children) this.#label(cell)
  }

  scrollTo(section: number): void {
    const row = this.#rows.find(each => each.section === section)
    if (!row) return
    this.node.scrollTop = row.top
    const first = this.#rows.find(each => each.section === section && each.kind === 'items')
    this.#draw()
    if (first?.kind === 'items') this.#become(first.first)
  }

  focus(at = this.#at): void {
    const row = this.#rows.find(each => each.kind === 'items' && at < each.first + each.count)
    if (!row) return
    const { scrollTop, clientHeight } = this.node
    // Its heading comes into sight with the first line below it
    const above = this.#rows[this.#rows.indexOf(row) - 1]
    const top = above?.kind === 'heading' ? above.top : row.top
    if (top < scrollTop) this.node.scrollTop = top
    else if (row.top + row.height > scrollTop + clientHeight) this.node.scrollTop = row.top + row.height - clientHeight
    this.#become(at)
    this.#draw()
    this.#cell(at)?.focus({ preventScroll: true })
  }

  pick(at: number, keepsOpen: boolean): void {
    const item = this.#items[at]
    if (item !== undefined) this.#options.pick(item, keepsOpen)
  }

  get #focused(): boolean {
    return this.#grid.contains(focusedIn(this.#grid))
  }

  #columnsNow(): number {
    const width = this.#grid.clientWidth
    return width ? Math.max(LEAST_COLUMNS, Math.floor(width / this.#options.size)) : USUAL.columns
  }

  #lay(): void {
    this.#columns = this.#columnsNow()
    this.#rows = rowsOf(this.#sections, this.#columns, this.#options.size)
    for (const node of this.#shown.values()) detach(node)
    this.#shown.clear()
    const last = this.#rows.at(-1)
    this.#grid.style.setProperty(css.columns, `${this.#columns}`)
    this.#grid.style.setProperty(css.allHeight, `${last ? last.top + last.height : 0}px`)
    attr(this.#grid, 'aria-rowcount', this.#rows.length)
    attr(this.#grid, 'aria-colcount', this.#columns)
    this.#draw()
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.node
    const wanted = rowsBetween(this.#rows, scrollTop - BEYOND, scrollTop + (clientHeight || USUAL.height) + BEYOND)
    const focused = focusedIn(this.#grid)
    for (const [row, node] of this.#shown) {
      // What has the focus would lose it
      if (wanted.includes(row) || node.contains(focused)) continue
      detach(node)
      this.#shown.delete(row)
    }
    for (const row of wanted) if (!this.#shown.has(row)) this.#add(row)
    // Tab stops at something that is there
    const stop = rowsBetween(wanted, scrollTop, scrollTop + 1e4).find(row => row.kind === 'items')
    if (!this.#cell(this.#at) && stop?.kind === 'items') this.#become(stop.first)
    const first = this.#rows.find(({ top, height }) => top + height > scrollTop + 1)
    if (!first || first.section === this.#section) return
    this.#section = first.section
    this.#options.scrolled(first.section)
  }

  #add(row: Row): void {
    const index = this.#rows.indexOf(row)
    const node = el('div', css.row, { role: 'row', 'aria-rowindex': index + 1 })
    node.style.setProperty(css.top, `${row.top}px`)
    node.style.setProperty(css.rowHeight, `${row.height}px`)
    if (row.kind === 'heading')
      node.append(el('div', css.heading, { role: 'rowheader', 'aria-colspan': this.#columns }, row.text))
    else for (let at = row.first; at < row.first + row.count; at++) node.append(this.#createCell(at))
    // In their order, as they are read
    this.#grid.insertBefore(node, this.#below(row))
    this.#shown.set(row, node)
  }

  /** Of the lines below a row that are in the page, the first. */
  #below({ top }: Row): HTMLElement | null {
    const [next] = [...this.#shown.keys()].filter(each => each.top > top).sort((one, other) => one.top - other.top)
    return (next && this.#shown.get(next)) ?? null
  }

  #createCell(at: number): HTMLElement {
    const cell = el('button', css.cell, { type: 'button', role: 'gridcell', tabindex: at === this.#at ? 0 : -1 })
    cell.dataset['at'] = `${at}`
    this.#label(cell)
    return cell
  }

  #label(cell: Element): void {
    const item = this.#items[this.#indexOf(cell) ?? -1]
    if (item === undefined) return
    const { glyph, name, chosen } = this.#options
    say(cell, glyph(item))
    attr(cell, 'aria-label', name(item))
    attr(cell, 'title', name(item))
    attr(cell, 'aria-selected', chosen(item) && 'true')
  }

  #indexOf(target: EventTarget | null): number | undefined {
    const at = (target as HTMLElement | null)?.closest<HTMLElement>('[data-at]')?.dataset['at']
    return at === undefined ? undefined : Number(at)
  }

  #cell(at: number): HTMLElement | null {
    return this.#grid.querySelector<HTMLElement>(`[data-at="${at}"]`)
  }

  /** Tab stops here from now on. */
  #become(at: number): void {
    this.#cell(this.#at)?.setAttribute('tabindex', '-1')
    this.#at = at
    this.#cell(at)?.setAttribute('tabindex', '0')
  }

  #press(event: KeyboardEvent): void {
    const at = this.#indexOf(event.target)
    if (at === undefined || event.altKey || event.metaKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      this.pick(at, event.shiftKey)
      return
    }
    const page = Math.max(1, Math.floor((this.node.clientHeight || USUAL.height) / this.#options.size) - 1)
    const to = gridKey(event, at, this.#rows, page, arrows(this.#grid))
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (to === 'above') this.#options.above()
    else this.focus(to)
  }
}
