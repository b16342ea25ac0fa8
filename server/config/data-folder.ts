import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { shown } from './sources.ts'

/** Makes the data folder if it is missing. Returns undefined, or a sentence that says why it cannot serve. */
export function prepareDataFolder(folder: string): string | undefined {
  try {
    makeFolder(path.resolve(folder))
    rmdirSync(mkdtempSync(path.join(folder, '.probe-')))
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    return `The data folder ${shown(folder)} cannot be written to${code}. Choose another with --data.`
  }
}

/** Not `recursive`: with that, Node never comes back where a folder cannot be made, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder))
  mkdirSync(folder)
}
