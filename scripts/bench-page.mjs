// Measures the page in Chromium: busy and long rooms, other widgets. Run it on an idle machine.
// npm run bench:page [-- part ...] [--json FILE]
import { register } from 'node:module'
import { build } from './build.mjs'

register('./ts-hooks.mjs', import.meta.url)
await build()
const { benchPage } = await import('../bench/page/bench-page.ts')
process.exitCode = await benchPage(process.argv.slice(2))
