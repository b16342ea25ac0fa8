// Writes the tables of the documents that are made from the element's contract.
// npm run reference
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { readContract } from './contract.mjs'

/** The pages that hold tables, each between `<!-- table: NAME -->` and `<!-- end -->`. */
export const PAGES = ['sdk/README.md', 'docs/theming.md']

const code = text => `\`${text}\``
const cell = text => text.replaceAll('|', '\\|')
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(cell).join(' | ')} |`).join('\n')
const typed = (head, entries) =>
  table(
    [head, 'type', 'what it is'],
    Object.entries(entries).map(([name, { type, says }]) => [code(name), code(type), says]),
  )

function attribute([name, { property, values, flag, default: fallback, says }]) {
  const known = values?.map((value, i) => (i ? code(value) : `${code(value)} (default)`)).join(', ')
  return [
    code(name),
    flag ? 'there or not' : (known ?? (fallback ? `text, default ${code(fallback)}` : 'text')),
    property ? `${says}; as a property ${code(property)}` : says,
  ]
}

function method([name, { type, says }]) {
  const [, takes, gives] = /^\((.*)\) => (.*)$/.exec(type)
  return [code(`${name}(${takes})`), code(gives), says]
}

/** The tables, by name. */
const TABLES = {
  attributes: contract =>
    table(['attribute', 'values', 'what it is'], Object.entries(contract.attributes).map(attribute)),
  properties: contract => typed('property', contract.properties),
  methods: contract => table(['method', 'gives', 'what it does'], Object.entries(contract.methods).map(method)),
  events: contract =>
    table(
      ['event', '`detail`', 'when'],
      Object.entries(contract.events).map(([name, { type, says }]) => [code(name), code(type), says]),
    ),
  slots: contract =>
    table(
      ['slot', 'what it is'],
      Object.entries(contract.slots).map(([name, says]) => [code(name), says]),
    ),
  parts: contract =>
    table(
      ['part', 'what it is'],
      Object.entries(contract.parts).map(([names, says]) => [names.split(' ').map(code).join(' · '), says]),
    ),
  styles: contract =>
    table(
      ['property', 'default', 'what it is'],
      Object.entries(contract.styles).map(([name, { default: fallback, follows, says }]) => [
        code(name),
        fallback ? code(fallback) : follows,
        says,
      ]),
    ),
}

/** The page with its tables as the contract has them. Throws on a table that there is not. */
export function fillReference(page, contract) {
  return page.replace(/(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_all, begin, name, end) => {
    if (!TABLES[name]) throw new Error(`There is no table ${name}.`)
    return `${begin}\n${TABLES[name](contract)}\n\n${end}`
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const contract = await readContract()
  for (const name of PAGES) {
    const file = path.join(import.meta.dirname, '..', name)
    const before = readFileSync(file, 'utf8')
    const after = fillReference(before, contract)
    if (after !== before) writeFileSync(file, after)
    console.log(`${name}: ${after === before ? 'as it was' : 'written'}`)
  }
}
