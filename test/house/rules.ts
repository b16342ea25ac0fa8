import ts from 'typescript'
import { lineOf, nodesOf } from './syntax.ts'

const RULE = /^- \*\*([A-Z]{2}\d+)\*\* \S/
const SECTION = /^## ([A-Z]{2}): \S/

/** The IDs of SPEC.md in order, and what is wrong with its form. */
export function rulesOf(spec: string): { ids: string[]; faults: string[] } {
  const ids: string[] = []
  const faults: string[] = []
  let section = ''
  for (const [index, line] of spec.split('\n').entries()) {
    section = SECTION.exec(line)?.[1] ?? section
    const id = RULE.exec(line)?.[1]
    if (/^\s*[-*] /.test(line) && !id) faults.push(`SPEC.md:${index + 1}: not of the form "- **ID** sentence"`)
    if (!id) continue
    if (ids.includes(id)) faults.push(`SPEC.md:${index + 1}: ${id} is there twice`)
    if (!id.startsWith(section)) faults.push(`SPEC.md:${index + 1}: ${id} stands in section ${section}`)
    ids.push(id)
  }
  return { ids, faults }
}

/** The IDs that the tests of a file carry, and the tests that carry none. */
export function testedRules(file: string, text: string): { ids: string[]; faults: string[] } {
  const ids: string[] = []
  const faults: string[] = []
  for (const node of nodesOf(file, text)) {
    if (!ts.isCallExpression(node) || !isTest(node)) continue
    const id = /^\[([A-Z]{2}\d+)\] /.exec(titleOf(node))?.[1]
    if (id) ids.push(id)
    else faults.push(`${file}:${lineOf(node)}: a test's name begins with [ID] and a space`)
  }
  return { ids, faults }
}

/** `test('name', fn)` in all its forms: `test.skipIf(x)('name', fn)`, `test.each([...])('name', fn)`. */
function isTest({ expression, arguments: args }: ts.CallExpression): boolean {
  if (args.length < 2 || args.some(ts.isSpreadElement)) return false
  let callee: ts.Expression = expression
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) callee = callee.expression
    else if (ts.isCallExpression(callee)) callee = callee.expression
    else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag
    else return false
  }
  return callee.text === 'test' || callee.text === 'it'
}

function titleOf(call: ts.CallExpression): string {
  const [title] = call.arguments
  if (!title) return ''
  if (ts.isStringLiteralLike(title)) return title.text
  return ts.isTemplateExpression(title) ? title.head.text : ''
}
