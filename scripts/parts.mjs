import { createHash } from 'node:crypto'
import path from 'node:path'

/**
 * A plugin for rollup's output: writes one graph of modules as a script and its parts, which it loads when they are wanted.
 * A part is a module whose default export is a function. It is given all parts that are there, takes from them what it
 * imports, and returns what it exports; so the same files serve a classic script, which cannot be imported from, and a
 * module, and nothing is loaded twice.
 *
 * `entry` is written as `<entry>.js`, a classic script, and as `<entry>.mjs`; both look for the parts beside themselves.
 * @param {{ entry: string, parts: Record<string, string> }} options parts: the module that each file begins with
 */
export function asParts({ entry, parts }) {
  const main = `${entry}.mjs`
  return {
    name: 'parts',
    // An address of its own, also where a script was loaded without one
    resolveImportMeta: property => (property === 'url' ? 'thisScript' : null),
    renderDynamicImport: () => ({ left: 'loadPart(', right: ')' }),
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter(file => file.type === 'chunk')
      const unknown = chunks.filter(chunk => !chunk.isEntry && !fileOf(chunk, parts))
      // It would be one more request for each part that needs it
      if (unknown.length > 0) this.error(`No part has ${unknown.flatMap(({ moduleIds }) => moduleIds).join(', ')}`)
      const linked = new Map(chunks.map(chunk => [chunk, link(chunk, code => this.parse(code))]))
      const hash = createHash('sha256')
      for (const code of [...linked.values()].sort()) hash.update(code)
      const build = JSON.stringify(hash.digest('base64url').slice(0, 8))
      for (const [chunk, code] of linked)
        chunk.code = chunk.isEntry ? code : `export const build=${build};export default (parts,loadPart)=>{${code}};\n`
      const script = bundle[main]
      const body = `const build=${build},parts={},loadPart=${LOAD};${script.code}`
      // Not by the name alone, which a page's form may have
      const current = `globalThis.Document&&Reflect.get(Document.prototype,"currentScript",document)?.src`
      script.code = `const thisScript=import.meta.url;${body}\n`
      this.emitFile({
        type: 'asset',
        fileName: `${entry}.js`,
        // No parenthesis first: behind a line without a semicolon it would call what is there
        source: `!function(){"use strict";const thisScript=${current};${body}}();\n`,
      })
    },
  }
}

/** Where nothing is beside the script, or what is of another build, the chat server has it; a RangeError: it has not. */
const LOAD = `async name=>{
const from=async base=>{
const part=await import(/* @vite-ignore */ /* webpackIgnore: true */ new URL(name+"?v="+build,base).href);
if(part.build!==build)throw new RangeError(part.build);
return parts[name.slice(2)]??part.default(parts,loadPart)};
const{server}=loadPart;
try{return await from(thisScript)}catch{return from(server)}}`.replaceAll('\n', '')

/** The names of a part's file, for rollup. */
export const partNames = parts => ({ chunkFileNames: chunk => fileOf(chunk, parts) ?? '[name].mjs' })

const fileOf = ({ moduleIds }, parts) => Object.keys(parts).find(file => moduleIds.includes(parts[file]))

/** The code of a chunk with its imports taken from `parts`, and its exports put there. */
function link({ code, fileName, isEntry }, parse) {
  const pieces = []
  const exported = []
  let at = 0
  for (const node of parse(code).body) {
    const { type, source, specifiers, declaration } = node
    if (!/^(Import|Export)/.test(type)) continue
    if (!specifiers?.every(each => /^(Import|Export)Specifier$/.test(each.type)))
      throw new Error(`${fileName}: only names are linked`)
    const from = source && `parts["${path.basename(source.value)}"]`
    pieces.push(code.slice(at, node.start))
    if (type === 'ImportDeclaration') pieces.push(`const{${pairs(specifiers, 'imported', 'local')}}=${from};`)
    else exported.push(pairs(specifiers, 'exported', 'local', from ? `${from}.` : ''), ...namesOf(declaration))
    if (declaration) pieces.push(code.slice(declaration.start, declaration.end))
    at = node.end
  }
  pieces.push(code.slice(at))
  const body = pieces.join('').replace(/[\s;]+$/, '')
  return `${body};${isEntry ? '' : 'return '}parts["${fileName}"]={${exported.filter(Boolean).join(',')}};`
}

const pairs = (specifiers, outer, inner, from = '') =>
  specifiers.map(each => `${each[outer].name}:${from}${each[inner].name}`).join(',')

const namesOf = declaration =>
  [declaration?.id, ...(declaration?.declarations ?? []).map(({ id }) => id)].flatMap(id => id?.name ?? [])
