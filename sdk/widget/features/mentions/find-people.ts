import type { User } from '../../../protocol/records.ts'
import { fitOf, foldName } from './fold-name.ts'

/** Those whose name fits, at most `most`: who spoke lately first, the last one before the others; then by name as they stand. */
export function findPeople(
  { spoke, here }: { spoke: Iterable<User>; here: Iterable<User> },
  typed: string,
  most: number,
): User[] {
  const query = foldName(typed)
  const seen = new Set<string>()
  const found: User[] = []
  const later: User[] = []
  const look = (users: Iterable<User>, keep: (user: User, fit: 0 | 1) => void) => {
    for (const user of users) {
      if (seen.has(user.id)) continue
      seen.add(user.id)
      const fit = fitOf(user.name, query)
      if (fit !== undefined) keep(user, fit)
    }
  }
  look(spoke, user => found.push(user))
  look(here, (user, fit) => (fit === 0 ? found : later).push(user))
  return [...found, ...later].slice(0, most)
}
