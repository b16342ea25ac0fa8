import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { bundleSimulation } from './bundle.ts'
import { DEFAULT_SEEDS, PROCESSES, runSeeds } from './run-seeds.ts'
import { story } from './story.ts'

/** `--seeds N` from `--seed S` on; a seed alone is replayed with its whole trace. Returns the exit status. */
export async function simulate(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { seed: { type: 'string' }, seeds: { type: 'string' } } })
  const alone = values.seed !== undefined && values.seeds === undefined
  const first = Number(values.seed ?? 1)
  const count = Number(values.seeds ?? (alone ? 1 : DEFAULT_SEEDS))
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || count < 1) {
    console.error('Give whole numbers: --seeds how many, --seed the first.')
    return 2
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-simulation-'))
  const startedAt = performance.now()
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1)
  try {
    const program = path.join(folder, 'simulation.mjs')
    await bundleSimulation(program)
    const onProgress = (seeds: number) => process.stderr.isTTY && process.stderr.write(`\r${seeds} of ${count}`)
    const lines = alone ? Number.MAX_SAFE_INTEGER : 60
    const { failure, last, seeds, messages } = await runSeeds({
      program,
      first,
      count,
      processes: PROCESSES,
      lines,
      onProgress,
    })
    if (process.stderr.isTTY) process.stderr.write('\r')
    if (failure) {
      console.log(story(failure))
      return 1
    }
    if (alone) console.log(last?.trace.join('\n'))
    console.log(`${seeds} seeds hold, with ${messages} messages, in ${seconds()} s`)
    return 0
  } finally {
    rmSync(folder, { recursive: true })
  }
}
