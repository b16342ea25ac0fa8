import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import type { SeedResult } from './run-seed.ts'

/** Of a test run. */
export const DEFAULT_SEEDS = 2_000
export const PROCESSES = Math.max(2, availableParallelism())

export interface SeedRun {
  /** The program of `bundleSimulation`. */
  program: string
  first: number
  count: number
  processes: number
  /** Of the trace. */
  lines: number
  onProgress?: ((seeds: number) => void) | undefined
}

export interface SeedSum {
  seeds: number
  messages: number
  /** The first that was found. */
  failure: Extract<SeedResult, { ok: false }> | undefined
  /** The last seed that held. */
  last: Extract<SeedResult, { ok: true }> | undefined
}

/** Runs seeds in several processes until one fails. */
export async function runSeeds(run: SeedRun): Promise<SeedSum> {
  const { first, count, processes } = run
  const sum: SeedSum = { seeds: 0, messages: 0, failure: undefined, last: undefined }
  const ends: (() => void)[] = []
  const one = async (offset: number) => {
    const end = first + count
    const args = [run.program, first + offset, end, processes, run.lines].map(String)
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise<number | null>(resolve => child.on('close', resolve))
    ends.push(() => child.kill())
    let finished = false
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line)
      if (said.ok === false) {
        if (!sum.failure || said.seed < sum.failure.seed) sum.failure = said
        for (const kill of ends) kill()
      } else if (said.ok) {
        sum.last = said
      } else {
        sum.seeds += said.seeds
        sum.messages += said.messages ?? 0
        finished = said.done
        run.onProgress?.(sum.seeds)
      }
    }
    const status = await ended
    if (!finished && !sum.failure) throw new Error(`the simulation ended with ${status}`)
  }
  await Promise.all(Array.from({ length: Math.min(processes, count) }, (_, offset) => one(offset)))
  return sum
}
