import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { DEFAULT_LIMITS } from '../sdk/protocol/limits.ts'
import { systemClock } from '../server/adapters/process/system-clock.ts'
import { systemRandom } from '../server/adapters/process/system-random.ts'
import { loadSqlite } from '../server/adapters/sqlite/module.ts'
import { migrate } from '../server/adapters/sqlite/schema.ts'
import { SqliteThread } from '../server/adapters/sqlite/thread.ts'
import { DurableLog } from '../server/log/durable-log.ts'

const WORKER = new URL('../server/dist/sqlite-worker.js', import.meta.url)
const ROOMS = 100
const GROUP = 20
const TEXT = 'x'.repeat(100)
const USER = { id: 'AAAAAAAAAAAAAAAA', name: 'Bench' }
const SECONDS = 5
const WRITERS = 1_000

/** How fast the durable log acknowledges, against better-sqlite3 alone; both with fsync, on one disk, in turns. */
export async function benchStore(): Promise<void> {
  const ratios: number[] = []
  for (let round = 0; round < 3; round++) {
    const alone = await inFolder(baseline)
    const acknowledged = await inFolder(folder => withLog(folder, closedLoop))
    ratios.push(acknowledged.rate / alone)
    const delay = await inFolder(folder => withLog(folder, log => openLoop(log, 0.7 * acknowledged.rate)))
    console.log(
      `alone ${alone.toFixed(0)}/s · log ${acknowledged.rate.toFixed(0)}/s · ratio ${(acknowledged.rate / alone).toFixed(2)}` +
        ` · main thread ${acknowledged.cpu.toFixed(1)} us each · at 70 %: loop delay p99 ${delay.p99.toFixed(2)} ms, ${delay.rate.toFixed(0)}/s`,
    )
  }
  console.log(`ratios ${ratios.map(ratio => ratio.toFixed(2)).join(', ')}`)
}

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-bench-'))
  try {
    return await run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rows a second of the same table in transactions of 20, one after the other. */
async function baseline(folder: string): Promise<number> {
  const database = (await loadSqlite()).open(path.join(folder, 'alone.db'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  migrate(database)
  const insert = database.prepare(
    'INSERT INTO events (room, seq, message_id, user_id, user_name, cid, text, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let rows = 0
  const started = performance.now()
  while (performance.now() - started < SECONDS * 1_000) {
    database.exec('BEGIN')
    for (let i = 0; i < GROUP; i++, rows++) {
      const [id, cid] = [systemRandom.id(), `c${rows}`]
      insert.run(rows % ROOMS, Math.floor(rows / ROOMS) + 1, id, USER.id, USER.name, cid, TEXT, systemClock.now())
    }
    database.exec('COMMIT')
  }
  const rate = rows / ((performance.now() - started) / 1_000)
  database.close()
  return rate
}

async function withLog<T>(folder: string, run: (log: DurableLog) => Promise<T>): Promise<T> {
  const retention = { ageMs: undefined, messages: undefined, dedupeMs: DEFAULT_LIMITS.dedupeMs }
  const store = await SqliteThread.open({ folder, durability: 'fsync', retention }, WORKER)
  const line = () => {}
  const log = new DurableLog({
    store,
    clock: systemClock,
    random: systemRandom,
    log: { debug: line, info: line, warn: line, error: line },
    onFault: error => console.error(error),
  })
  try {
    return await run(log)
  } finally {
    await log.close()
  }
}

const draft = (number: number) => ({
  room: `r${number % ROOMS}`,
  user: USER,
  cid: `c${number}`,
  content: { kind: 'new_message' as const, text: TEXT },
})

/** As many as it acknowledges when each writer sends as soon as it is answered. `cpu`: the main thread's, microseconds. */
async function closedLoop(log: DurableLog): Promise<{ rate: number; cpu: number }> {
  let sent = 0
  let done = 0
  const started = performance.now()
  const busy = performance.eventLoopUtilization()
  const writer = async () => {
    while (performance.now() - started < SECONDS * 1_000) {
      await log.append(draft(sent++))
      done++
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
  const { active } = performance.eventLoopUtilization(busy)
  return { rate: done / ((performance.now() - started) / 1_000), cpu: (active * 1_000) / done }
}

async function openLoop(log: DurableLog, rate: number): Promise<{ rate: number; p99: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const pending = new Set<Promise<unknown>>()
  let sent = 0
  const started = performance.now()
  delay.enable()
  await new Promise<void>(resolve => {
    const tick = setInterval(() => {
      const elapsed = performance.now() - started
      for (const due = (elapsed / 1_000) * rate; sent < due; ) {
        const appended = log.append(draft(sent++)).finally(() => pending.delete(appended))
        pending.add(appended)
      }
      if (elapsed < SECONDS * 1_000) return
      clearInterval(tick)
      resolve()
    }, 1)
  })
  delay.disable()
  await Promise.all(pending)
  // the histogram holds the timer's own period too
  return { rate: sent / SECONDS, p99: delay.percentile(99) / 1e6 - 1 }
}
