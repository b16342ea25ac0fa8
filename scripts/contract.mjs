import { readFileSync } from 'node:fs'
import path from 'node:path'
import { transform } from 'esbuild'

const source = path.join(import.meta.dirname, '../sdk/widget/element/contract.ts')

/** The table of what a page may use of the element, as its source has it now. */
export async function readContract() {
  const { code } = await transform(readFileSync(source, 'utf8'), { loader: 'ts', format: 'esm' })
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).CONTRACT
}
