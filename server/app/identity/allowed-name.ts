import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { Filters } from '../../../sdk/protocol/filters.ts'
import { compileFilters } from '../../core/filter/compile-filters.ts'
import { refusal } from '../../core/refusal.ts'

/** Why somebody may not be called so on this server; undefined: they may, as far as its words go. */
export type RefuseName = (name: string) => Refusal | undefined

const NOT_ALLOWED = refusal('invalid_username', 'This name is not allowed here. Choose another name.')

/** What the server blocks in messages is nobody's name, either. */
export function refuseNames(filters: Filters | undefined): RefuseName {
  if (filters?.words === undefined) return () => undefined
  const compiled = compileFilters(filters)
  return name => (compiled.checkName(name.slice(0, 1_000))?.action === 'block' ? NOT_ALLOWED : undefined)
}
