import { expect, test } from 'vitest'
import type { Block, Inline } from '../../../../../../sdk/widget/features/formatting/ast.ts'
import { KIND } from '../../../../../../sdk/widget/features/formatting/ast.ts'
import { parse } from '../../../../../../sdk/widget/features/formatting/parse-blocks.ts'
import { plainText } from '../../../../../../sdk/widget/features/formatting/plain-text.ts'
import { Dice } from '../../../../../hostile/dice.ts'
import { CONTEXT } from '../../../../../support/formatted.ts'

/** More by `npm run fuzz`. */
const INPUTS = Number(process.env['FORMATTING_INPUTS'] ?? 20_000)
const FIRST = Number(process.env['FORMATTING_SEED'] ?? 1)

const PIECES = [
  ...['*', '**', '***', '_', '~~', '||', '`', '``', '```', '[', '](', ')', '(', '\\', ':', '@', '!', '>', '> ', '- '],
  ...['* ', '1. ', '\n', '\n\n', ' ', '  ', '\t', '\r\n', ':tada:', ':+1:', 'https://a.example', 'mailto:a@b.c'],
  ...['](https://a.example)', '[a](https://b.example)', 'word', 'a', '1', '.', ',', '"', "'", '<b>', '&amp;'],
  ...['字', 'ß', '😀', '👩‍💻', '\u200d', '\ufe0f', '\u0301', '\u202e', '\u2066', '\u2028', '\0', '\ud800', '\udc00'],
  ...['__proto__', 'constructor', '- a\n- b\n', '> a\n', '```js\n', '\n```\n', '**a**', '||b||'],
]

function randomText(dice: Dice): string {
  let text = ''
  const pieces = dice.int(40) + 1
  // Few kinds of pieces go together more often
  const from = dice.chance(0.5) ? PIECES : Array.from({ length: 4 }, () => dice.pick(PIECES))
  for (let i = 0; i < pieces; i++) text += dice.pick(from).repeat(dice.chance(0.05) ? dice.int(60) : 1)
  return text
}

/** Nodes, and how deep they are. */
function measure(blocks: readonly (Block | Inline)[], depth = 0): { nodes: number; depth: number } {
  let nodes = 0
  let deepest = depth
  const add = (children: readonly (Block | Inline)[]) => {
    const inside = measure(children, depth + 1)
    nodes += inside.nodes
    deepest = Math.max(deepest, inside.depth)
  }
  for (const each of blocks) {
    if (each.kind !== KIND.text && each.kind !== KIND.lines) nodes++
    if (each.kind === KIND.list)
      for (const item of each.items) {
        nodes++
        add([...item.children, ...item.lists])
      }
    else if ('children' in each) add(each.children)
  }
  return { nodes, depth: deepest }
}

test('[FM11] whatever is typed is parsed, to a bounded number of nodes in a bounded number of steps', () => {
  for (let seed = FIRST; seed < FIRST + INPUTS; seed++) {
    const text = randomText(new Dice(seed))
    const { blocks, steps } = parse(text, CONTEXT)
    const { nodes, depth } = measure(blocks)
    const said = plainText(blocks)
    if (nodes > 260 || depth > 9 || steps > 40 * text.length + 100 || said.length > 3 * text.length + 20)
      throw new Error(`Seed ${seed}: ${nodes} nodes, ${depth} deep, ${steps} steps, ${JSON.stringify(text)}`)
  }
})

test('[FM11] every letter that was typed is there, in its order', () => {
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
  for (let seed = 1; seed <= 3_000; seed++) {
    const dice = new Dice(seed)
    let text = ''
    const marks = ['*', '**', '_', '~~', '||', '`', ' ', '\n', '\\', '[', ']', '(', ')', '> ', '- ', '\n```\n', ':']
    for (let i = 0; i < 40; i++) text += dice.chance(0.4) ? String.fromCharCode(97 + dice.int(26)) : dice.pick(marks)
    const { blocks } = parse(text, { find: () => [], shortcodes: new Map() })
    expect(letters(plainText(blocks)), JSON.stringify(text)).toBe(letters(text))
  }
})
