import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'

const SOURCES = path.join(import.meta.dirname, 'loadgen')
const CACHE = path.join(import.meta.dirname, '../.cache/bench')

/** Compiles the load generator where it is not yet. Returns the program. */
export function compileGenerator(): string {
  const files = readdirSync(SOURCES).sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(path.join(SOURCES, file)))
  const program = path.join(CACHE, `loadgen-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(program)) return program
  mkdirSync(CACHE, { recursive: true })
  // another process may compile at the same time
  const making = `${program}.${process.pid}`
  const sources = files.filter(file => file.endsWith('.cpp')).map(file => path.join(SOURCES, file))
  const { status, error, stderr } = spawnSync(
    'g++',
    ['-O2', '-std=c++17', '-Wall', '-Wextra', '-o', making, ...sources],
    {
      encoding: 'utf8',
    },
  )
  if (error) throw new Error(`The load generator needs g++ (on Debian: npm run setup): ${error.message}`)
  if (status !== 0) throw new Error(`The load generator does not compile:\n${stderr}`)
  renameSync(making, program)
  return program
}
