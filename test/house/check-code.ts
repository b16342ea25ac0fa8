import path from 'node:path'
import ts from 'typescript'
import { ROOT } from './project-files.ts'
import type { Snippet } from './snippets.ts'

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  jsx: ts.JsxEmit.ReactJSX,
  allowJs: true,
  checkJs: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  moduleDetection: ts.ModuleDetectionKind.Force,
}

/** Type-checks snippets of `ts` and `js` as modules of their own against the built packages. */
export function checkCode(snippets: readonly Snippet[]): string[] {
  if (snippets.length === 0) return []
  const files = new Map(
    snippets.map((snippet, index) => [path.join(ROOT, `snippet-${index}.${snippet.language}`), snippet]),
  )
  const host = ts.createCompilerHost(OPTIONS)
  const { fileExists, readFile, getSourceFile } = host
  host.getCurrentDirectory = () => ROOT
  host.fileExists = file => files.has(file) || fileExists(file)
  host.readFile = file => files.get(file)?.text ?? readFile(file)
  host.getSourceFile = (file, version, ...rest) => {
    const snippet = files.get(file)
    return snippet ? ts.createSourceFile(file, snippet.text, version) : getSourceFile(file, version, ...rest)
  }
  const program = ts.createProgram([...files.keys()], OPTIONS, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const at = (file && files.get(file.fileName)?.at) ?? file?.fileName ?? 'compiler'
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
    return `${at}, line ${line} of it: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
}
