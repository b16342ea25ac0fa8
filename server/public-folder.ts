import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where the build puts the pages and bundles: beside the compiled server, or in its `dist` when run from source. */
export function publicFolder(): string {
  const beside = fileURLToPath(new URL('public', import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL('dist/public', import.meta.url))
}
