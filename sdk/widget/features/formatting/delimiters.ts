import { type Account, DEPTH, takeNode } from './account.ts'
import { type Inline, KIND } from './ast.ts'
import { type Around, closes, opens } from './flanking.ts'
import { ALL_MARKS, MARKS, type Mark } from './marks.ts'
import { textOf } from './plain-text.ts'

/** Something among the nodes that is text until its other half comes. */
export interface Place {
  /** As it was typed. */
  text: string
  at: number
}

/** A mark that may begin something. */
interface Delimiter extends Place {
  mark: Mark
  /** The inner one of the two that three stars are. */
  twin?: Delimiter | undefined
}

type Entry = { node: Inline; height: number } | { place: Place }

const stacks = (): Record<Mark, Delimiter[]> => ({ '**': [], '*': [], _: [], '~~': [], '||': [] })

/**
 * The nodes of a line so far, and the marks among them that are open. A stack for each mark: to close one looks at the top of
 * its own, and throws away what was opened since. So each entry is opened, wrapped and thrown away a bounded number of times.
 */
export class Delimiters {
  readonly #account: Account
  readonly #depth: number
  #entries: Entry[] = []
  readonly #open = stacks()
  /** Those that a backslash takes the meaning of. */
  readonly #escaped = stacks()

  /** `depth`: in how many quotes and lists this stands. */
  constructor(account: Account, depth: number) {
    this.#account = account
    this.#depth = depth
  }

  text(text: string): void {
    const last = this.#entries.at(-1)
    if (last && 'node' in last && last.node.kind === KIND.text) last.node.text += text
    else if (text) this.#entries.push({ node: { kind: KIND.text, text }, height: 0 })
  }

  /** False where no more nodes are allowed. */
  add(node: Inline, height = 1): boolean {
    if (!takeNode(this.#account)) return false
    this.#entries.push({ node, height })
    return true
  }

  #begin([outer, inner]: readonly [Mark, Mark?]): void {
    const delimiter = this.#push(this.#open, outer, outer)
    if (inner) delimiter.twin = this.#push(this.#open, inner, inner)
  }

  /** `text` is what was typed, with its backslashes. */
  openEscaped(mark: Mark, text: string): void {
    this.#push(this.#escaped, mark, text)
  }

  /** Something that may come to be the beginning of a node. */
  place(text: string): Place {
    const place = { text, at: this.#entries.length }
    this.#entries.push({ place })
    return place
  }

  #push(to: Record<Mark, Delimiter[]>, mark: Mark, text: string): Delimiter {
    const delimiter = Object.assign(this.place(text), { mark })
    to[mark].push(delimiter)
    return delimiter
  }

  /** Marks that end something here, or else begin it; false: they are text. */
  pair(marks: readonly [Mark, Mark?], where: Around): boolean {
    const [outer] = marks
    if (closes(where, outer)) {
      // Three stars: what was opened last first
      const order = marks.filter(mark => mark !== undefined).sort((a, b) => this.#opened(b) - this.#opened(a))
      const left = order.filter(mark => !this.close(mark))
      if (left.length < order.length) {
        this.text(left.join(''))
        return true
      }
    }
    if (!opens(where, outer)) return false
    this.#begin(marks)
    return true
  }

  /** The place of the last mark of this kind that is open. */
  #opened(mark: Mark): number {
    return this.#open[mark].at(-1)?.at ?? -1
  }

  /** Ends what this mark began last; false: nothing, and it is text. */
  close(mark: Mark): boolean {
    this.#unescape(mark)
    const opener = this.#account.nodes > 0 && this.#open[mark].pop()
    if (!opener) return false
    const { twin } = opener
    // Of three stars the outer ones are closed first: so they are the inner ones
    if (twin && this.#open[twin.mark].at(-1) === twin) {
      ;[opener.at, twin.at] = [twin.at, opener.at]
      this.#entries[twin.at] = { place: twin }
      this.#entries[opener.at] = { place: opener }
    }
    const { nodes, height } = this.cut(opener.at + 1)
    this.#entries.length = opener.at
    if (height + this.#depth < DEPTH && this.add({ kind: MARKS[mark], children: nodes }, height + 1)) return true
    this.text(opener.text)
    for (const node of nodes) {
      if (node.kind === KIND.text) this.text(node.text)
      else this.#entries.push({ node, height })
    }
    // Whatever else would end here is too deep as well
    this.forget(ALL_MARKS)
    return false
  }

  /** An escaped mark that would end something, or what an escaped one began; false: it has no meaning here. */
  closeEscaped(mark: Mark): boolean {
    return this.#unescape(mark) || this.#opened(mark) >= 0
  }

  /** Takes out all that stands from this place on; what was open there is text. */
  cut(from: number): { nodes: Inline[]; height: number } {
    const cut = this.#entries.splice(from)
    const nodes: Inline[] = []
    let height = 0
    this.#account.steps += cut.length
    for (const entry of cut) {
      const node: Inline = 'node' in entry ? entry.node : { kind: KIND.text, text: entry.place.text }
      if ('node' in entry) height = Math.max(height, entry.height)
      const last = nodes.at(-1)
      if (node.kind === KIND.text && last?.kind === KIND.text) last.text += node.text
      else nodes.push(node)
    }
    for (const mark of ALL_MARKS)
      for (const stack of [this.#open[mark], this.#escaped[mark]]) while ((stack.at(-1)?.at ?? -1) >= from) stack.pop()
    return { nodes, height }
  }

  /** The text that stands from this place on, as far as it is not hidden. */
  textFrom(from: number): string {
    const rest = this.#entries.slice(from)
    this.#account.steps += rest.length
    return rest.map(entry => ('node' in entry ? textOf([entry.node]) : entry.place.text)).join('')
  }

  /** What is open of these marks stays text. */
  forget(marks: readonly Mark[]): void {
    for (const mark of marks) {
      this.#open[mark].length = 0
      this.#escaped[mark].length = 0
    }
  }

  /** Those before it would have had a meaning: their backslashes are not shown. */
  #unescape(mark: Mark): boolean {
    const escaped = this.#escaped[mark].splice(0)
    this.#account.steps += escaped.length
    for (const each of escaped) each.text = each.text.replaceAll('\\', '')
    return escaped.length > 0
  }
}
