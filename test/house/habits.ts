import ts from 'typescript'
import { lineOf, nodesOf } from './syntax.ts'

type Check = (node: ts.Node) => string | undefined

/** One line for each node that the check names. */
export function faults(files: ReadonlyMap<string, string>, check: Check): string[] {
  return [...files].flatMap(([file, text]) =>
    nodesOf(file, text).flatMap(node => {
      const fault = check(node)
      return fault ? [`${file}:${lineOf(node)}: ${fault}`] : []
    }),
  )
}

/** The name that a node reads: `now` of `Date.now`, `eval` of `eval`, also of `window['eval']`. */
function nameOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text
  return undefined
}

function isGlobal(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent)) return false
  return !(ts.isPropertyDeclaration(parent) || ts.isMethodSignature(parent) || ts.isTypeReferenceNode(parent))
}

export const defaultExport: Check = node => {
  if (ts.isExportAssignment(node)) return 'default export'
  if (ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword))
    return 'default export'
  if (ts.isExportSpecifier(node) && node.name.text === 'default') return 'default export'
  return undefined
}

/** Reads the time of this machine. */
export const readsTime: Check = node => {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()'
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()'
  if (nameOf(node) !== 'now') return undefined
  const owner = (node as ts.PropertyAccessExpression).expression.getText()
  return /(?:^|\.)(?:Date|performance)$/.test(owner) ? `${owner}.now` : undefined
}

const MARKUP = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'srcdoc', 'writeln'])
const PARSERS = new Set(['DOMParser', 'createContextualFragment', 'eval', 'Function'])

/** Turns text into markup, style attributes or code, which a strict page forbids. */
export const turnsTextIntoCode: Check = node => {
  const name = nameOf(node)
  if (name && (MARKUP.has(name) || PARSERS.has(name))) return name
  if (name === 'write' && /\bdocument$/.test((node as ts.PropertyAccessExpression).expression.getText())) return name
  if (isGlobal(node) && PARSERS.has(node.text)) return node.text
  if (!ts.isCallExpression(node)) return undefined
  const [first] = node.arguments
  if (!first || !ts.isStringLiteralLike(first)) return undefined
  if (nameOf(node.expression) === 'setAttribute' && /^(?:style$|on|srcdoc$)/i.test(first.text))
    return `setAttribute(${first.text})`
  if (/(?:^|\.)(?:setTimeout|setInterval)$/.test(node.expression.getText())) return 'a timer of text'
  return undefined
}

const IMPURE = new Set(
  [
    'setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame Promise Date performance process console',
    'globalThis fetch crypto WebSocket Worker Buffer AbortController EventTarget',
  ].flatMap(line => line.split(' ')),
)

/** Reaches out of its arguments: time, randomness, promises, the world. */
export const isImpure: Check = node => {
  if (isGlobal(node) && IMPURE.has(node.text)) return node.text
  if (nameOf(node) === 'random') return 'random'
  if (ts.isAwaitExpression(node)) return 'await'
  if (ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword))
    return 'async'
  return undefined
}
