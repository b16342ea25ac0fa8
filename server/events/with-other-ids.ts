import type { DirectoryRows } from '../directory/directory-rows.ts'
import type { EventWrite } from '../ports/store.ts'

/**
 * A write with all ids of who writes, as the transaction that takes it knows them. A connection does not: it may be of a
 * guest who has an account by now, or of an account that another guest has become since.
 */
export function withOtherIds(people: Pick<DirectoryRows, 'otherIds'>, write: EventWrite): EventWrite {
  const others = people.otherIds(write.user.id)
  return others.length > 0 ? { ...write, formerIds: [...new Set([...(write.formerIds ?? []), ...others])] } : write
}
