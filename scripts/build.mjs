import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import { lock } from './lock.mjs'

const root = path.join(import.meta.dirname, '..')
const cache = path.join(root, '.cache')
const stampFile = path.join(cache, 'build.json')
const at = (...names) => path.join(root, ...names)

const SHARED = ['rollup.config.mjs', 'package-lock.json', 'tsconfig.json', 'scripts']
const TEXT = /\.(?:html|css|js|mjs|json|svg|txt)$/

/** Each part: what it is made from, where it goes, how it is made. */
const PARTS = [
  {
    name: 'sdk',
    sources: ['sdk'],
    out: 'sdk/dist',
    make: async dir => bundle((await import('../rollup.config.mjs')).sdkBundles(dir)),
  },
  {
    name: 'server',
    sources: ['server', 'sdk/protocol'],
    out: 'server/dist',
    make: async dir => bundle((await import('../rollup.config.mjs')).serverBundles(dir)),
  },
  { name: 'public', sources: ['demo', 'sdk', 'server'], out: 'server/dist/public', make: publish },
]

/** Builds what is missing or stale, one process at a time. Returns the names of the parts that it built. */
export async function build({ force = false } = {}) {
  const release = await lock(path.join(cache, 'build.lock'))
  try {
    return await buildStale(force)
  } finally {
    release()
  }
}

/** Whether `build` would build anything. */
export function isStale() {
  const stamp = readStamp()
  return PARTS.some(part => !isFresh(part, stamp[part.name], hashOf([...SHARED, ...part.sources])))
}

function isFresh({ out }, stamped, hash) {
  return stamped === hash && existsSync(at(out))
}

async function buildStale(force) {
  const before = force ? {} : readStamp()
  const after = { ...before }
  const built = []
  for (const part of PARTS) {
    const { name, sources, out, make } = part
    const hash = hashOf([...SHARED, ...sources])
    if (isFresh(part, before[name], hash)) continue
    const temporary = path.join(cache, `${name}-${process.pid}`)
    try {
      mkdirSync(temporary, { recursive: true })
      await make(temporary)
      replace(at(out), temporary)
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
    after[name] = hash
    built.push(name)
    writeStamp(after)
  }
  return built
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return {}
  }
}

function writeStamp(stamp) {
  mkdirSync(cache, { recursive: true })
  const temporary = `${stampFile}.${process.pid}`
  writeFileSync(temporary, JSON.stringify(stamp))
  renameSync(temporary, stampFile)
}

function hashOf(sources) {
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of sources.flatMap(source => filesOf(at(source))).sort()) {
    hash.update(path.relative(root, file)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesOf(source) {
  if (!existsSync(source)) return []
  if (statSync(source).isFile()) return [source]
  return readdirSync(source, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.endsWith('.md')) return []
    const file = path.join(source, entry.name)
    return entry.isDirectory() ? filesOf(file) : [file]
  })
}

async function bundle(configs) {
  const { rollup } = await import('rollup')
  for (const { output, ...input } of configs) {
    // until every entry is written
    const inputs = typeof input.input === 'string' ? { main: input.input } : input.input
    for (const [name, file] of Object.entries(inputs)) {
      if (existsSync(file)) continue
      console.error(`build: skipped, not written yet: ${path.relative(root, file)}`)
      delete inputs[name]
    }
    if (Object.keys(inputs).length === 0) continue
    const bundled = await rollup({ ...input, onwarn: warning => raise(warning) })
    for (const one of [output].flat()) await bundled.write(one)
    await bundled.close()
  }
}

function raise(warning) {
  throw new Error(warning.message)
}

/** The folder that the server serves: the demo, the bundles, and each text also compressed. */
async function publish(dir) {
  cpSync(at('demo'), dir, { recursive: true, filter: source => path.basename(source) !== 'foreign' })
  for (const name of ['chat-widget.js', 'chat-widget.mjs', 'chat-client.mjs'])
    if (existsSync(at('sdk/dist', name))) cpSync(at('sdk/dist', name), path.join(dir, name))
  for (const file of filesOf(dir).filter(name => TEXT.test(name))) {
    const text = readFileSync(file)
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
    writeFileSync(`${file}.br`, brotliCompressSync(text, { params }))
    writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }))
  }
}

/** Puts a finished folder in place, so that no reader finds half a build. */
function replace(target, made) {
  const old = `${made}-old`
  mkdirSync(path.dirname(target), { recursive: true })
  if (existsSync(target)) renameSync(target, old)
  renameSync(made, target)
  rmSync(old, { recursive: true, force: true })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const started = performance.now()
  const built = await build({ force: process.argv.includes('--force') })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(built.length ? `Built ${built.join(', ')} in ${seconds} s.` : 'Everything is up to date.')
}
