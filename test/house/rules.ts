import ts from 'typescript'
import { lineOf, nodesOf } from './syntax.ts'

const RULE = /^- \*\*([A-Z]{2}\d+)\*\* \S/
const AREA = /^### ([A-Z]{2}): \S/

/** The IDs of SPEC.md in order, the folders that each area names for its tests, and what is wrong with its form. */
export function rulesOf(spec: string): { ids: string[]; folders: Map<string, string[]>; faults: string[] } {
  const ids: string[] = []
  const folders = new Map<string, string[]>()
  const faults: string[] = []
  let area = ''
  for (const [index, line] of spec.split('\n').entries()) {
    area = AREA.exec(line)?.[1] ?? area
    if (line.startsWith('Tests: '))
      folders.set(
        area,
        Array.from(line.matchAll(/`([^`]+)`/g), match => match[1] ?? ''),
      )
    const id = RULE.exec(line)?.[1]
    if (/^\s*[-*] /.test(line) && !id) faults.push(`SPEC.md:${index + 1}: not of the form "- **ID** sentence"`)
    if (!id) continue
    if (ids.includes(id)) faults.push(`SPEC.md:${index + 1}: ${id} is there twice`)
    if (!id.startsWith(area)) faults.push(`SPEC.md:${index + 1}: ${id} stands in area ${area}`)
    ids.push(id)
  }
  return { ids, folders, faults }
}

/**
 * The IDs that the tests of a file carry, and what is wrong: a test that carries none, and one that runs alone.
 * A test that is skipped always, or has nothing in it, holds no rule.
 */
export function testedRules(file: string, text: string): { ids: string[]; faults: string[] } {
  const ids: string[] = []
  const faults: string[] = []
  for (const node of nodesOf(file, text)) {
    if (!ts.isCallExpression(node)) continue
    if (!isTest(node) && !isGroup(node)) continue
    if (modesOf(node).includes('only')) faults.push(`${file}:${lineOf(node)}: a test that keeps others from running`)
    if (isGroup(node)) continue
    const id = /^\[([A-Z]{2}\d+)\] /.exec(titleOf(node))?.[1]
    if (!id) faults.push(`${file}:${lineOf(node)}: a test's name begins with [ID] and a space`)
    else if (!isSkipped(node) && !isEmpty(node)) ids.push(id)
  }
  return { ids, faults }
}

/** Skipped by itself, or in a group that is. What is skipped on some machines only has a condition, and counts. */
function isSkipped(node: ts.Node): boolean {
  for (let each: ts.Node | undefined = node; each; each = each.parent)
    if (ts.isCallExpression(each) && modesOf(each).some(mode => mode === 'skip' || mode === 'todo')) return true
  return false
}

function isEmpty({ arguments: args }: ts.CallExpression): boolean {
  const body = args.find(argument => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument))?.body
  return body !== undefined && ts.isBlock(body) && body.statements.length === 0
}

/** `test('name', fn)` in all its forms: `test.skipIf(x)('name', fn)`, `test.each([...])('name', fn)`. */
function isTest(call: ts.CallExpression): boolean {
  const { arguments: args } = call
  return args.length >= 2 && !args.some(ts.isSpreadElement) && ['test', 'it'].includes(calleeOf(call)?.name ?? '')
}

/** What stands before the call: of `test.skip.each([1])('name', fn)` the name `test` and the modes `each` and `skip`. */
function calleeOf({ expression }: ts.CallExpression): { name: string; modes: string[] } | undefined {
  const modes: string[] = []
  let callee: ts.Expression = expression
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) {
      modes.push(callee.name.text)
      callee = callee.expression
    } else if (ts.isCallExpression(callee)) callee = callee.expression
    else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag
    else return undefined
  }
  return { name: callee.text, modes }
}

function isGroup(call: ts.CallExpression): boolean {
  return call.arguments.length >= 2 && calleeOf(call)?.name === 'describe'
}

function modesOf(call: ts.CallExpression): string[] {
  const callee = calleeOf(call)
  return callee && ['test', 'it', 'describe'].includes(callee.name) ? callee.modes : []
}

function titleOf(call: ts.CallExpression): string {
  const [title] = call.arguments
  if (!title) return ''
  if (ts.isStringLiteralLike(title)) return title.text
  return ts.isTemplateExpression(title) ? title.head.text : ''
}
