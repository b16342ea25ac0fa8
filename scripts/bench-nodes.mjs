// Measures what many nodes on Redis cost. Run it on an idle machine.
// npm run bench:nodes [-- deliveries redis bystander hints log]
import { register } from 'node:module'
import { build } from './build.mjs'

register('./ts-hooks.mjs', import.meta.url)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
await build()
const { measureBystander, measureDeliveries, measureHints, measureRedis } = await import('../bench/nodes/loads.ts')
const { measureLogPort } = await import('../bench/nodes/log-port.ts')
const measures = {
  deliveries: measureDeliveries,
  redis: measureRedis,
  bystander: measureBystander,
  hints: measureHints,
  log: measureLogPort,
}
const wanted = process.argv.slice(2)
const unknown = wanted.find(name => !Object.hasOwn(measures, name))
if (unknown !== undefined) {
  console.error(`There is no measure ${unknown}. There are ${Object.keys(measures).join(', ')}.`)
  process.exit(2)
}
for (const [name, measure] of Object.entries(measures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n=== ${name}`)
  await measure()
}
