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

const OWN = ['build', 'contract', 'css-string', 'emoji-data', 'manifest', 'parts', 'targets'].map(
  name => `scripts/${name}.mjs`,
)
const SHARED = ['rollup.config.mjs', 'package-lock.json', 'tsconfig.json', ...OWN]
/** Parts of the demo that come from servers of their own. */
const OWN_SITES = ['foreign', 'chaos']
const TEXT = /\.(?:html|css|js|mjs|json|svg|txt)$/

/** Each part: what it is made from, where it goes, how it is made. */
const PARTS = [
  {
    name: 'sdk',
    sources: ['sdk'],
    out: 'sdk/dist',
    async make(dir) {
      await bundle((await import('../rollup.config.mjs')).sdkBundles(dir))
      const { notice } = await import('./emoji-data.mjs')
      writeFileSync(path.join(dir, 'chat-emoji-notice.txt'), notice())
      // Types alone; an import of them that is left in the code finds an empty module
      for (const framework of ['react', 'vue']) {
        const types = readFileSync(at(`sdk/${framework}.d.ts`), 'utf8').replace('./element.ts', './element.js')
        writeFileSync(path.join(dir, `${framework}.d.ts`), types)
        writeFileSync(path.join(dir, `${framework}.js`), 'export {}\n')
      }
      const { readContract } = await import('./contract.mjs')
      const { customElements } = await import('./manifest.mjs')
      writeFileSync(
        path.join(dir, 'custom-elements.json'),
        JSON.stringify(customElements(await readContract()), null, 2),
      )
    },
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

/** The names of the parts that `build` would build. */
export function staleParts({ force = false } = {}) {
  return stale(force ? {} : readStamp()).map(({ part }) => part.name)
}

/** What is made from something stale is stale too: each part's hash holds all that it is made from. */
function stale(stamp) {
  return PARTS.map(part => ({ part, hash: hashOf([...SHARED, ...part.sources]) })).filter(
    ({ part, hash }) => stamp[part.name] !== hash || !existsSync(at(part.out)),
  )
}

async function buildStale(force) {
  const stamp = force ? {} : readStamp()
  const todo = stale(stamp)
  for (const { part, hash } of todo) {
    const temporary = path.join(cache, `${part.name}-${process.pid}`)
    try {
      mkdirSync(temporary, { recursive: true })
      await part.make(temporary)
      replace(at(part.out), temporary)
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
    stamp[part.name] = hash
    writeStamp(stamp)
  }
  return todo.map(({ part }) => part.name)
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
  cpSync(at('demo'), dir, { recursive: true, filter: source => !OWN_SITES.includes(path.basename(source)) })
  // What a page names itself, and the parts of that
  for (const name of readdirSync(at('sdk/dist')).filter(file => /\.mjs$|^chat-widget\.js$|-notice\.txt$/.test(file)))
    cpSync(at('sdk/dist', name), path.join(dir, name))
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
  const force = process.argv.includes('--force')
  if (process.argv.includes('--dry-run')) console.log(`Stale: ${staleParts({ force }).join(', ') || 'nothing'}`)
  else {
    const started = performance.now()
    try {
      const built = await build({ force })
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(built.length ? `Built ${built.join(', ')} in ${seconds} s.` : 'Everything is up to date.')
    } catch (error) {
      console.error(`The build failed: ${error.message}${error.frame ? `\n${error.frame}` : ''}`)
      process.exitCode = 1
    }
  }
}
