import type { Probe } from './probe.ts'

const pragma = (name: string, value: number, args: readonly string[] = []): Probe => ({
  name: `PRAGMA ${name} of the store${args.map(arg => ` ${arg}`).join('')}`,
  args: ['--store', 'sqlite', ...args],
  async look(visitor) {
    const { text } = await visitor.ask('/metrics')
    return Number(new RegExp(`^chat_store_pragma\\{name="${name}"\\} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN)
  },
  range: [value, value],
})

/** How the database writes, as it says itself. */
export const STORE_PROBES: readonly Probe[] = [
  // FULL: each commit reaches the disk; NORMAL: only the process may end
  pragma('synchronous', 2),
  pragma('synchronous', 1, ['--durability', 'process']),
  pragma('journal_mode', 1),
  pragma('auto_vacuum', 2),
  pragma('cache_size', -16_000),
  pragma('temp_store', 2),
  pragma('journal_size_limit', 67_108_864),
  pragma('busy_timeout', 5_000),
  pragma('secure_delete', 1),
]
