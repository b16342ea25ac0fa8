// Pictures of every state at three sizes in both themes, and a page that shows them all.
// npm run screenshots [-- part of a name ...]
import { register } from 'node:module'
import path from 'node:path'
import { build } from './build.mjs'

register('./ts-hooks.mjs', import.meta.url)
const { takeScreenshots } = await import('../test/support/browser/screenshots.ts')

const folder = path.join(import.meta.dirname, '../screenshots')
await build()
const count = await takeScreenshots(folder, process.argv.slice(2))
console.log(`${count} pictures. Look at ${path.join(folder, 'index.html')}`)
