import { type Account, DEPTH, NODES, takeNode } from './account.ts'
import { type Block, KIND } from './ast.ts'
import type { Context } from './context.ts'
import { fencesIn } from './fences.ts'
import { parseInline } from './parse-inline.ts'
import { buildList, listAt } from './parse-list.ts'

const QUOTED = /^ {0,3}> (?=.*\S)/
const QUOTE_GOES_ON = /^ {0,3}>(?: |$)/
/** Before what begins a block the backslash is not shown, and it begins none. */
const ESCAPED = /^( {0,3}\d{0,3})\\(?=> |[-*] {1,3}\S|\. {1,3}\S|`{3})/

export interface Parsed {
  blocks: Block[]
  /** What it cost. */
  steps: number
}

/** Parses the text of a message: its blocks first, then what stands in their lines. */
export function parse(text: string, context: Context): Parsed {
  const account: Account = { nodes: NODES, steps: 0 }
  const blocks = parseBlocks(text.split(/\r\n?|\n/), context, account, 0)
  return { blocks, steps: account.steps }
}

function parseBlocks(lines: readonly string[], context: Context, account: Account, depth: number): Block[] {
  const blocks: Block[] = []
  const fences = fencesIn(lines, account, context.cut)
  let plain: string[] = []
  const end = () => {
    const typed = blocks.length || plain.length < lines.length ? trimmed(plain) : plain
    plain = []
    if (typed.length)
      blocks.push({ kind: KIND.lines, children: parseInline(typed.join('\n'), context, account, depth) })
  }
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? ''
    account.steps += line.length + 1
    if (account.nodes <= 1 || depth >= DEPTH - 1) {
      plain.push(line)
      i++
      continue
    }
    const fence = fences.at(i)
    if (fence) {
      end()
      takeNode(account)
      blocks.push({ kind: KIND.fence, label: fence.label, text: fence.text })
      i = fence.to
      continue
    }
    if (QUOTED.test(line)) {
      end()
      takeNode(account)
      const quoted: string[] = []
      for (; QUOTE_GOES_ON.test(lines[i] ?? ''); i++) quoted.push((lines[i] ?? '').replace(QUOTE_GOES_ON, ''))
      blocks.push({ kind: KIND.quote, children: parseBlocks(trimmed(quoted), context, account, depth + 1) })
      continue
    }
    const list = depth + 1 < DEPTH ? listAt(lines, i, at => !!fences.at(at), account) : undefined
    if (!list) {
      plain.push(line.replace(ESCAPED, '$1'))
      i++
      continue
    }
    end()
    blocks.push(buildList(list.items, context, account, depth))
    i = list.to
  }
  end()
  return blocks
}

/** Without the empty lines around it. */
function trimmed(lines: string[]): string[] {
  let to = lines.length
  while (to && !lines[to - 1]?.trim()) to--
  const from = lines.findIndex(line => line.trim())
  return from < 0 ? [] : lines.slice(from, to)
}
