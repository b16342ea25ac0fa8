// Kills a real server under load, again and again, and counts what it lost.
// npm run torture [-- --kills N --transport uws|ws --durability fsync|process --seed S]
import { register } from 'node:module'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'

register('./ts-hooks.mjs', import.meta.url)
const { torture } = await import('../test/torture/torture.ts')
const { seeded } = await import('../test/simulation/random.ts')

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    transport: { type: 'string' },
    durability: { type: 'string', default: 'fsync' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
await build()
console.log(`The seed is ${values.seed}.`)
for (const transport of values.transport ? [values.transport] : ['uws', 'ws']) {
  const report = await torture({
    transport,
    durability: values.durability,
    kills: Number(values.kills),
    random: seeded(Number(values.seed)),
    progress: text => console.log(`${transport}: ${text}`),
  })
  console.log(transport, report)
  if (report.faults.length > 0) process.exitCode = 1
}
