import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** An empty folder outside the project, until `remove`. */
export function temporaryFolder(name: string): { path: string; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), `chat-${name}-`))
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
