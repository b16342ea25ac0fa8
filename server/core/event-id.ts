const TIME_LENGTH = 9

/**
 * An id that nothing else has, made of one that is random. Those of one time come beside each other in an index, so that a
 * commit writes few pages of it. `now`: ms since the Unix epoch.
 */
export function eventId(now: number, id: string): string {
  const time = Math.max(0, Math.floor(now)).toString(36).padStart(TIME_LENGTH, '0')
  return `${time}${id.slice(0, 12)}`
}
