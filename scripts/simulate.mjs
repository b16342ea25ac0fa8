// Runs the server and its clients through histories in which everything fails.
// npm run simulate [-- --seeds N] [--seed S]
import { register } from 'node:module'

register('./ts-hooks.mjs', import.meta.url)
const { simulate } = await import('../test/simulation/simulate.ts')
process.exitCode = await simulate(process.argv.slice(2))
