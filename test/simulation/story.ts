import type { SeedResult } from './run-seed.ts'

/** A failure for people. */
export function story({ seed, reason, trace }: Extract<SeedResult, { ok: false }>): string {
  return [...trace, '', `seed ${seed}: ${reason}`, `Replay it with: npm run simulate -- --seed ${seed}`].join('\n')
}
