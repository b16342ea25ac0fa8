import { Window } from 'happy-dom'
import { type AttributeEntry, CONTRACT } from '../../sdk/widget/element/contract.ts'
import { checkCode } from './check-code.ts'
import type { Snippet } from './snippets.ts'

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const GLOBAL = /^(?:id|class|slot|lang|dir|title|hidden|part|tabindex|role|aria-.+|data-.+)$/
const VALUES: Record<string, readonly string[]> = Object.fromEntries(
  Object.entries<AttributeEntry>(CONTRACT.attributes).flatMap(([name, { values, flag }]) => {
    const known = flag ? [''] : values
    return known ? [[name, known]] : []
  }),
)

/** Parses snippets of `html`; `attributes` are those of the element. */
export function checkHtml(snippets: readonly Snippet[], attributes: readonly string[]): string[] {
  return snippets.flatMap(snippet => {
    const { document } = new Window({ settings: { disableJavaScriptFileLoading: true } })
    const template = document.createElement('template')
    template.innerHTML = snippet.text
    const faults = [...unbalanced(snippet.text)]
    for (const element of template.content.querySelectorAll('chat-widget'))
      for (const { name, value } of element.attributes) faults.push(...attributeFaults(name, value ?? '', attributes))
    const scripts = [...template.content.querySelectorAll('script')]
    for (const script of scripts) {
      const source = script.getAttribute('src')
      if (source !== null && /chat-/.test(source) && !/(?:^|\/)chat-(?:widget\.m?js|client\.mjs)$/.test(source))
        faults.push(`nothing is served at ${source}`)
    }
    const code = scripts.filter(script => !script.hasAttribute('src')).map(script => script.textContent)
    const inline = code.map(text => ({ at: snippet.at, language: 'js', text }))
    return [...faults.map(fault => `${snippet.at}: ${fault}`), ...checkCode(inline)]
  })
}

function attributeFaults(name: string, value: string, known: readonly string[]): string[] {
  if (GLOBAL.test(name)) return []
  if (!known.includes(name)) return [`the element has no attribute ${name}`]
  const values = VALUES[name]
  return !values || values.includes(value) ? [] : [`${name} cannot be ${value}`]
}

/** Elements that are not closed, or closed twice; a parser would mend them without a word. */
function unbalanced(html: string): string[] {
  const open: string[] = []
  const faults: string[] = []
  const text = html.replace(/<!--[\s\S]*?-->|(<script[^>]*>)[\s\S]*?(?=<\/script>)/g, '$1')
  for (const [, end, name = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9-]*)(?:"[^"]*"|[^">])*>/g)) {
    if (VOID.has(name)) continue
    if (!end) open.push(name)
    else if (open.at(-1) === name) open.pop()
    else faults.push(`</${name}> closes ${open.at(-1) ?? 'nothing'}`)
  }
  return [...faults, ...open.map(name => `<${name}> is not closed`)]
}
