// Measures the durable log against better-sqlite3 alone. Run it on an idle machine.
import { register } from 'node:module'
import { build } from './build.mjs'

register('./ts-hooks.mjs', import.meta.url)
await build()
const { benchStore } = await import('../bench/store.ts')
await benchStore()
