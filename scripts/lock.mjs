import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A number of a process is given again some day; no build takes this long. */
const FORGOTTEN_MS = 300_000

/** Waits until no other process holds the lock, then holds it. Returns what lets go of it. */
export async function lock(file) {
  mkdirSync(path.dirname(file), { recursive: true })
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAlive(holder(file)) && !isForgotten(file)) await new Promise(resolve => setTimeout(resolve, 50))
    else rmSync(file, { force: true })
  }
}

function holder(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return process.pid
  }
}

function isForgotten(file) {
  const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY }
  return Date.now() - mtimeMs > FORGOTTEN_MS
}

/** A holder that wrote no pid yet counts as alive. */
function isAlive(pid) {
  if (pid === 0) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
