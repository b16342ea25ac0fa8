/** The earlier of two objects when their content is the same. */
export function same<T extends object>(now: T, before: object | undefined): T {
  if (!before) return now
  for (const key in now) if (before[key as never] !== now[key]) return now
  return before as T
}
