import { readFileSync } from 'node:fs'
import { shown, type Wrong, wrong } from './sources.ts'

const MOST_BYTES = 1_000_000

/** What a file of JSON holds that an option names, or a sentence about why it cannot be had. */
export function readJsonFile(path: string, flag: string): { ok: true; value: unknown } | Wrong {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return wrong(`The file ${shown(path)} of ${flag} cannot be read.`)
  }
  if (text.length > MOST_BYTES) return wrong(`The file ${shown(path)} of ${flag} is larger than ${MOST_BYTES} bytes.`)
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return wrong(`The file ${shown(path)} of ${flag} is not JSON.`)
  }
}
