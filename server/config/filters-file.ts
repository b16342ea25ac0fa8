import type { Filters } from '../../sdk/protocol/filters.ts'
import { checkFilters } from '../core/filter/check-filters.ts'
import { readJsonFile } from './json-file.ts'
import { shown } from './sources.ts'

/** What `--filters` says is let into no room. Throws with a sentence about the first thing that is wrong. */
export function readFilters(path: string | undefined): Filters | undefined {
  if (path === undefined) return undefined
  const read = readJsonFile(path, '--filters')
  if (!read.ok) throw new Error(read.message)
  const checked = checkFilters(read.value)
  if (!checked.ok) throw new Error(`In ${shown(path)}: ${checked.message}`)
  return checked.filters
}
