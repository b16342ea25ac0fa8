import { constants, openSync } from 'node:fs'
import { isatty } from 'node:tty'

const known = new Map<number, number>()

/**
 * The descriptor to write by where a terminal may not hold up the process: one that nobody reads, or that was stopped by
 * Ctrl-S, makes a writer wait for ever. Opened anew it says instead that it is busy; nobody else's descriptor changes.
 */
export function unblocked(descriptor: number): number {
  const before = known.get(descriptor)
  if (before !== undefined) return before
  const opened = isatty(descriptor) ? reopened(descriptor) : descriptor
  known.set(descriptor, opened)
  return opened
}

function reopened(descriptor: number): number {
  try {
    return openSync(`/dev/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    // not every system has such names
    return descriptor
  }
}
