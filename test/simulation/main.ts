import { runSeed } from './run-seed.ts'

/** Runs the seeds `first`, `first + step`, ... below `end` until one fails; says so, and how many it has run, in lines of JSON. */
const [first = 1, end = first + 1, step = 1, lines = 60, mostFailures = 1] = process.argv.slice(2).map(Number)
const REPORTED = 25
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)

let failures = 0
let seeds = 0
let messages = 0
for (let seed = first; seed < end && failures < mostFailures; seed += step) {
  const result = await runSeed(seed, lines)
  seeds++
  if (result.ok) messages += result.messages
  else failures++
  if (!result.ok || seed + step >= end) say(result)
  if (seeds < REPORTED) continue
  say({ seeds, messages, done: false })
  seeds = 0
  messages = 0
}
say({ seeds, messages, done: true })
