// Lets Node import this repository's TypeScript, for scripts that share code with the tests.
import { readFile } from 'node:fs/promises'
import { transform } from 'esbuild'

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context)
  const options = { loader: 'ts', format: 'esm', target: 'node20', sourcefile: url, sourcemap: 'inline' }
  const { code } = await transform(await readFile(new URL(url), 'utf8'), options)
  return { format: 'module', source: url.endsWith('.css.ts') ? named(code, url) : code, shortCircuit: true }
}

/** Styles are made by the build; here they only get names. */
const named = (code, url) =>
  `import * as styles from '@vanilla-extract/css/fileScope'\nstyles.setFileScope(${JSON.stringify(url)})\n${code}\nstyles.endFileScope()`
