import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { ask } from '../support/ask.ts'
import { BIN } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder('old-process')
afterAll(() => folder.remove())

/** `npm start` waits like this while it builds; here until V8 has collected the idle heap, and is about to do it again. */
const WAITING = `
import { PerformanceObserver } from 'node:perf_hooks'

const held = Array.from({ length: 40 }, () => new Array(50_000).fill(0))
const waits = setInterval(() => held.length, 1_000)
const MAJOR = 4
const watch = new PerformanceObserver(list => {
  if (process.uptime() < 5 || !list.getEntries().some(({ detail }) => detail.kind === MAJOR)) return
  watch.disconnect()
  clearInterval(waits)
  void import(${JSON.stringify(pathToFileURL(BIN).href)})
})
watch.observe({ entryTypes: ['gc'] })
`

// later ones need not collect an idle heap twice, and are told nothing about it
const isOldV8 = Number.parseInt(process.versions.v8, 10) <= 11

test.runIf(isOldV8)(
  '[OP11] a server begins and lives on in a process whose idle heap V8 is collecting already',
  {
    timeout: 120_000,
  },
  async () => {
    const script = path.join(folder.path, 'waiting.mjs')
    writeFileSync(script, WAITING)
    const options = ['--port', '0', '--host', '127.0.0.1', '--data', path.join(folder.path, 'data')]
    const child = spawn(process.execPath, ['--trace-gc', script, ...options], { stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise<unknown>(resolve => child.once('exit', (code, signal) => resolve(signal ?? code)))
    let output = ''
    const until = (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output)
          if (found) resolve(found)
        }
        child.stdout.on('data', look)
        look()
        void ended.then(how => reject(new Error(`It ended with ${how}: ${output}`)))
      })
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', data => {
        output += data
      })
    }
    try {
      const [, port] = await until(/listening on \S+:(\d+)\n/)
      await until(/listening[\s\S]*\(reduce\)/)
      expect((await ask(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    } finally {
      child.kill()
    }
    expect(await ended).toBe(0)
  },
)
