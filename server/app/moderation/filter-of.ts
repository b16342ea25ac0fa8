import type { Filters } from '../../../sdk/protocol/filters.ts'
import { type CompiledFilter, compileFilters } from '../../core/filter/compile-filters.ts'

/** Those of rooms and of the server that are in use, made ready once. */
const compiled = new WeakMap<object, CompiledFilter>()

export function filterOf(filters: Filters): CompiledFilter {
  const known = compiled.get(filters)
  if (known) return known
  const made = compileFilters(filters)
  compiled.set(filters, made)
  return made
}
