import { readFileSync } from 'node:fs'

/**
 * At least so many file descriptors this process may still open: its limit, less the places in the kernel's table of them,
 * of which there are up to twice as many as were ever taken. 0 where the system does not say.
 */
export function leastFreeDescriptors(): number {
  try {
    const limit = numberIn('/proc/self/limits', /^Max open files\s+(\d+)/m)
    const places = numberIn('/proc/self/status', /^FDSize:\s+(\d+)/m)
    return Math.max(0, limit - places)
  } catch {
    return 0
  }
}

function numberIn(file: string, line: RegExp): number {
  const [, number] = line.exec(readFileSync(file, 'latin1')) ?? []
  if (number === undefined) throw new Error(`${file} says nothing of it.`)
  return Number(number)
}
