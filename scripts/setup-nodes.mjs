// Installs the other versions of Node under which `npm test` runs a part of the tests, into a folder that git ignores.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { otherNodes } from './other-nodes.mjs'

const [cache] = process.argv.slice(2)
const wanted = otherNodes(cache).filter(({ isThere }) => !isThere)

for (const { version, folder } of wanted) {
  console.log(`Installing Node ${version} for the tests (some 60 MB to load, 190 MB on the disk) ...`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  // its script fetches the package that holds the program of this system
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest))
  spawnSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

// the other tests run without them
const missing = otherNodes(cache).filter(({ isThere }) => !isThere)
for (const { version } of missing) console.error(`Node ${version} could not be installed. npm test runs without it.`)
