/** Names between first-strong isolates, so that one name's direction does not turn the sentence around it. */
export function isolate<T extends { name: string }>(users: readonly T[]): T[] {
  return users.map(user => ({ ...user, name: `\u2068${user.name}\u2069` }))
}
