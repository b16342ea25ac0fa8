// Measures the server beside others.
// npm run bench [-- --quick]; --help tells the options
import { register } from 'node:module'
import { build } from './build.mjs'

register('./ts-hooks.mjs', import.meta.url)
const { bench } = await import('../bench/bench.ts')
// so that the servers and generators of a run that is stopped end with it
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
if (!process.argv.includes('--help')) await build()
process.exitCode = await bench(process.argv.slice(2))
