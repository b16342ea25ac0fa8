import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { staleParts } from './build.mjs'

// the build runs in a process of its own, so that its memory does not stay with the server
if (staleParts().length > 0) {
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'build.mjs')], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(status ?? 1)
}

const bin = path.join(import.meta.dirname, '../server/bin/chat-widget-server.mjs')
process.argv[1] = bin
await import(bin)
