import { type Figures, type Run, VoidRun } from './figures.ts'
import { Generator } from './generator.ts'
import type { Arena, Bench, Case, Scale, Scenario } from './scenario.ts'
import { ServerProcess } from './server-process.ts'
import type { BenchServer } from './servers.ts'

export interface Sitting {
  scenarios: readonly Scenario[]
  scale: Scale
  rounds: number
  /** The compiled load generator. */
  program: string
  /** The servers that are measured in a case, in turns. */
  serversOf(each: Case): readonly BenchServer[]
  onRun(run: Run): void
}

/** Runs everything, the servers of a case in turns and the rounds one after the other. Returns every run. */
export async function runScenarios({ scenarios, scale, rounds, program, serversOf, onRun }: Sitting): Promise<Run[]> {
  const bench: Bench = { scale, arena: (server, flags, run) => inArena(program, server, flags, run) }
  const runs: Run[] = []
  for (const scenario of scenarios)
    for (const each of scenario.cases(scale))
      for (let round = 1; round <= rounds; round++)
        for (const server of serversOf(each)) {
          const run = { scenario: scenario.name, case: each.name, server: server.name, round }
          runs.push({ ...run, ...(await outcome(bench, each, server)) })
          onRun(runs.at(-1) as Run)
        }
  return runs
}

async function outcome(bench: Bench, each: Case, server: BenchServer): Promise<{ figures: Figures; void?: string }> {
  try {
    return { figures: rounded(await each.run(bench, server)) }
  } catch (error) {
    // what could not be measured is said in its place, and the others go on
    const reason = error instanceof VoidRun ? error.message : `not measured: ${(error as Error).message}`
    return { figures: {}, void: reason }
  }
}

/** Five digits are more than a figure is worth. */
function rounded(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(5))]))
}

async function inArena<T>(
  program: string,
  server: BenchServer,
  flags: readonly string[],
  run: (arena: Arena) => Promise<T>,
): Promise<T> {
  const running = await ServerProcess.start(server)
  const generator = new Generator(program, ['--port', String(running.port), ...server.speak, ...flags])
  const introduce = () => generator.ask('server', ...running.pids())
  try {
    // what a server does after its start is not part of what is measured
    await generator.ask('hold', 0.5)
    await introduce()
    return await run({
      server: running,
      generator,
      async restart() {
        await running.start()
        await introduce()
      },
    })
  } finally {
    generator.stop()
    await running.stop()
  }
}
