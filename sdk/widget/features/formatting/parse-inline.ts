import type { Found } from '../../views/piece.ts'
import { type Account, DEPTH } from './account.ts'
import { type Inline, KIND } from './ast.ts'
import { Chain, MARK } from './chain.ts'
import { type CodeSpans, codeSpans } from './code-spans.ts'
import type { Context } from './context.ts'
import { Delimiters, type Place } from './delimiters.ts'
import { around, closes, opens } from './flanking.ts'
import { ALL_MARKS, marksOf, OF_A_LINE } from './marks.ts'
import { saysOf, targetAt } from './named-link.ts'
import { shortcodeAt } from './shortcodes.ts'

/** Where a link's text may begin, and how many links there were. */
interface Bracket {
  place: Place
  links: number
  escaped?: true
}

/** What stands in a line, or in several without a mark of their own. `depth`: in how many quotes and lists. */
export function parseInline(text: string, context: Context, account: Account, depth: number): Inline[] {
  return new InlineScan(text, context, account, depth).run()
}

/** One walk from left to right. What is not taken for a mark is left behind, as text. */
class InlineScan {
  readonly #text: string
  readonly #context: Context
  readonly #account: Account
  readonly #nodes: Delimiters
  readonly #depth: number
  readonly #codes: CodeSpans
  #brackets: Bracket[] = []
  #links = 0
  /** What is from here to where the walk is, is text. */
  #from = 0
  #at = 0
  readonly #chain: Chain
  /** Where a code would end whose beginning is escaped. */
  #escapedCode = -1

  constructor(text: string, context: Context, account: Account, depth: number) {
    this.#text = text
    this.#context = context
    this.#account = account
    this.#nodes = new Delimiters(account, depth)
    this.#depth = depth
    this.#codes = codeSpans(text, account)
    this.#chain = new Chain(text, account)
  }

  /** No more nodes are made. */
  get #full(): boolean {
    return this.#account.nodes <= 0 || this.#depth >= DEPTH
  }

  run(): Inline[] {
    const text = this.#text
    const found = this.#full ? [] : this.#context.find(text)
    let next = 0
    while (this.#at < text.length) {
      this.#account.steps++
      while ((found[next]?.[0] ?? text.length) < this.#at) next++
      const here = found[next]
      const taken = here?.[0] === this.#at ? this.#found(here) : this.#take()
      this.#at = taken || this.#at + 1
      if (taken) this.#from = taken
    }
    this.#flush(text.length)
    if (this.#context.cut) this.#nodes.close('||')
    return this.#nodes.cut(0).nodes
  }

  #flush(to: number): void {
    if (to > this.#from) this.#nodes.text(this.#text.slice(this.#from, to))
    this.#from = to
  }

  /** Takes what begins here, and returns where it ends; 0: it is text. */
  #take(): number {
    const char = this.#text.charAt(this.#at)
    switch (char) {
      case '\n':
        return this.#line()
      case '*':
      case '_':
      case '~':
      case '|':
        return this.#marks(char)
      case '\\':
        return this.#escape()
      case '`':
        return this.#code(this.#at)
      case '[':
        return this.#bracket()
      case ']':
        return this.#brackets.length ? this.#link() : 0
      case ':':
        return this.#shortcode()
    }
    return 0
  }

  #found([, to, { text, href, mention }]: Found): number {
    this.#flush(this.#at)
    const node: Inline =
      mention === undefined
        ? { kind: KIND.link, href: href ?? '', children: [{ kind: KIND.text, text }] }
        : { kind: KIND.mention, text, id: mention }
    if (href) this.#links++
    if (!this.#nodes.add(node)) this.#nodes.text(text)
    return to
  }

  /** What began in a line ends there, and all of it at an empty one. */
  #line(): number {
    const rest = this.#text.charAt(this.#at + 1)
    this.#nodes.forget(rest === '\n' || rest === '\r' ? ALL_MARKS : OF_A_LINE)
    this.#brackets = []
    return 0
  }

  /** To where it is this character again and again. */
  #runTo(from: number, char: string): number {
    let to = from
    while (this.#text.charAt(to) === char) to++
    this.#account.steps += to - from
    return to
  }

  #marks(char: string): number {
    const where = this.#chain.at(this.#at)
    const to = this.#runTo(this.#at, char)
    const run = this.#text.slice(this.#at, Math.min(to, this.#at + 4))
    const marks = marksOf(run)
    this.#flush(this.#at)
    if (!marks || this.#full || !this.#nodes.pair(marks, where)) this.#nodes.text(char.repeat(to - this.#at))
    return to
  }

  /** A backslash takes the meaning of a mark, and is not shown; where the mark has none, both are as they were typed. */
  #escape(): number {
    const start = this.#at
    const char = this.#text.charAt(start + 1)
    if (char === '`') return this.#code(start)
    if ((char === '[' || char === ']') && !this.#full) return this.#escapedBracket(char)
    if (!MARK.test(char) || this.#full) return 0
    let to = start
    while (this.#text.charAt(to) === '\\' && this.#text.charAt(to + 1) === char) to += 2
    // Before the first of several it takes the meaning of all
    to = this.#runTo(to, char)
    this.#account.steps += to - start
    const typed = this.#text.slice(start, to)
    const bare = typed.replaceAll('\\', '')
    const marks = marksOf(bare)
    this.#flush(start)
    let end = to
    while (MARK.test(this.#text.charAt(end)) && end - to < 8) end++
    const where = around(this.#text, start, end)
    const [outer] = marks ?? []
    if (outer && closes(where, outer) && this.#nodes.closeEscaped(outer)) this.#nodes.text(bare)
    else if (outer && opens(where, outer)) this.#nodes.openEscaped(outer, typed)
    else this.#nodes.text(typed)
    return to
  }

  /** Where a link's text would begin or end. */
  #escapedBracket(char: string): number {
    if (char === '[') {
      this.#flush(this.#at)
      this.#brackets.push({ place: this.#nodes.place('\\['), links: this.#links, escaped: true })
      return this.#at + 2
    }
    const bracket = this.#brackets.pop()
    if (!bracket || !this.#target(this.#at + 2)) return 0
    this.#flush(this.#at)
    this.#nodes.text(char)
    return this.#at + 2
  }

  /** `from`: the backslash before it, or the code itself. */
  #code(from: number): number {
    const escaped = this.#text.charAt(from) === '\\'
    const start = escaped ? from + 1 : from
    const run = this.#codes.runAt(start)
    if (!run) return 0
    const bare = start === this.#escapedCode || (escaped && run.end >= 0)
    const inside = this.#text.slice(run.to, Math.max(run.to, run.end))
    if (bare || !inside.trim() || this.#full) {
      if (escaped && bare && start !== this.#escapedCode) this.#escapedCode = run.end
      this.#flush(from)
      this.#nodes.text(this.#text.slice(bare ? start : from, run.to))
      return run.to
    }
    const end = run.end
    this.#flush(from)
    // One space at both ends is there for a code that begins with the mark itself
    const spaced = /^ .* $/s.test(inside)
    const text = spaced ? inside.slice(1, -1) : inside
    const to = end + run.to - start
    if (!this.#nodes.add({ kind: KIND.code, text })) this.#nodes.text(this.#text.slice(start, to))
    return to
  }

  #bracket(): number {
    // A picture stays as it was typed
    if (this.#full || this.#text.charAt(this.#at - 1) === '!') return 0
    this.#flush(this.#at)
    this.#brackets.push({ place: this.#nodes.place('['), links: this.#links })
    return this.#at + 1
  }

  #target(from: number) {
    const { find } = this.#context
    return targetAt(this.#text, from, find, () => this.#account.steps++)
  }

  #link(): number {
    const bracket = this.#brackets.pop()
    const target = this.#target(this.#at + 1)
    if (!bracket || !target) return 0
    const { place, links, escaped } = bracket
    this.#flush(this.#at)
    if (escaped) {
      place.text = '['
      return 0
    }
    const says = this.#links === links && saysOf(this.#nodes.textFrom(place.at + 1), target)
    // There is no link in a link, nor in a text that says it leads elsewhere
    this.#brackets = []
    if (!says || this.#full) return 0
    const { nodes, height } = this.#nodes.cut(place.at + 1)
    this.#nodes.cut(place.at)
    this.#links++
    const host = says === 'other' ? target.host : undefined
    this.#nodes.add({ kind: KIND.link, href: target.href, children: nodes, host }, height + 1)
    return target.end
  }

  #shortcode(): number {
    const found = shortcodeAt(this.#text, this.#at, this.#from === this.#at, this.#context.shortcodes)
    if (!found) return 0
    this.#flush(this.#at)
    this.#nodes.text(found.emoji)
    return found.to
  }
}
