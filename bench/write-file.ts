import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Writes a text to a file, whose folder is made if it is missing. */
export function writeFile(file: string, text: string): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  writeFileSync(file, text)
}
