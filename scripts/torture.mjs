// Kills a real server under load, again and again, and counts what it lost.
// npm run torture [-- --kills N --transport uws|ws --durability fsync|process --seed S]
// With --nodes: three nodes on one Redis with a replica and a sentinel, to which everything happens, for so many --minutes.
// npm run torture -- --nodes [--minutes N --people N --fault WORDS --seed S]
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
    nodes: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '30' },
    people: { type: 'string', default: '300' },
    fault: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
await build()
console.log(`The seed is ${values.seed}.`)
for (const transport of values.nodes ? [] : values.transport ? [values.transport] : ['uws', 'ws']) {
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
if (values.nodes) await tortureAllNodes(Number(values.minutes) * 60_000, Number(values.people))

/** Every fault once, then by chance, until the time is over. */
async function tortureAllNodes(ms, people) {
  const { FAULTS } = await import('../test/torture/nodes/faults.ts')
  const { tortureNodes } = await import('../test/torture/nodes/torture-nodes.ts')
  const { tableOf } = await import('../test/torture/nodes/table.ts')
  const names = Object.keys(FAULTS).filter(name => name.includes(values.fault))
  const end = performance.now() + ms
  const random = seeded(Number(values.seed))
  const untilTheEnd = function* () {
    yield* names
    while (performance.now() < end) yield names[Math.floor(random() * names.length)]
  }
  const { byFault, ...report } = await tortureNodes({
    people,
    writers: Math.ceil(people / 10),
    rooms: Math.ceil(people / 30),
    faults: untilTheEnd(),
    lastsMs: () => 2_000 + random() * 10_000,
    wholeMs: 60_000,
    quietMs: 3_000,
    random,
    progress: text => console.log(text),
  })
  console.log(`\n${tableOf(byFault)}\n`)
  console.log(report)
  if (report.faults.length > 0 || report.errors.length > 0) process.exitCode = 1
}
