import { FILTER_ACTIONS, type FilterHit, type Filters } from '../../../sdk/protocol/filters.ts'
import { below, type Role } from '../../../sdk/protocol/policy.ts'
import { type CompiledFilter, compileFilters } from '../../core/filter/compile.ts'

/** Those of a room and of the server that are in use, made ready once. */
const compiled = new WeakMap<object, CompiledFilter>()

export function filterOf(filters: Filters): CompiledFilter {
  const known = compiled.get(filters)
  if (known) return known
  const made = compileFilters(filters)
  compiled.set(filters, made)
  return made
}

/** Whether they let pass whatever somebody of this role writes. */
export function isAbove(role: Role, { below: least = 'moderator' }: Filters): boolean {
  return !below(role, least)
}

/** The stronger of two; of two alike the first. */
export function stronger(one: FilterHit | undefined, other: FilterHit | undefined): FilterHit | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return FILTER_ACTIONS.indexOf(other.action) > FILTER_ACTIONS.indexOf(one.action) ? other : one
}
