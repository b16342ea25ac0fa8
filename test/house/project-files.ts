import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.join(import.meta.dirname, '../..')

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage', 'data', 'screenshots', 'test-results'])

/** Every file that is the project's own, relative to its root, with slashes. */
export function projectFiles(...folders: string[]): string[] {
  return (folders.length ? folders : ['']).flatMap(walk).sort()
}

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    const file = path.posix.join(folder, entry.name)
    // `.git` is a file where the checkout is a worktree
    if (SKIPPED.has(entry.name)) return []
    if (entry.isDirectory()) return walk(file)
    return /\.(?:tgz|log)$/.test(entry.name) ? [] : [file]
  })
}

export function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

/** Path to text of the TypeScript in these folders. */
export function typescriptIn(...folders: string[]): Map<string, string> {
  const files = projectFiles(...folders).filter(file => file.endsWith('.ts'))
  return new Map(files.map(file => [file, read(file)]))
}
