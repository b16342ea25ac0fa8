import type { Commit, Engine, LogWrite } from './engine.ts'
import { DIRECTORY_TAG, TAGS } from './partitions.ts'
import { ask } from './transact.ts'

/** The second half of a change of two tags, kept with the first until it is done. */
export interface Intent {
  tag: string
  commands: Commit['commands']
  log?: LogWrite | undefined
  /** ms since the Unix epoch. */
  at: number
}

/** It is known so long that an intent was done. Seconds. */
const KNOWN_S = 3_600
/** Whoever began has this long to end it; then anybody does. ms. */
const PATIENCE_MS = 5_000
/** Intents of one tag that are done in one turn. */
const AT_ONCE = 100

const keyOf = (prefix: string, tag: string) => `${prefix}{${tag}}:intents`

/** The command that keeps an intent, for the write of the first half. */
export function keepIntent(prefix: string, tag: string, id: string, intent: Intent): readonly string[] {
  return ['HSET', keyOf(prefix, tag), id, JSON.stringify(intent)]
}

/** Does the second half, once, however many try; then it is forgotten. Where its log stood before; undefined: somebody has done it. */
export async function doIntent(
  engine: Engine,
  prefix: string,
  tag: string,
  id: string,
  { tag: other, commands, log }: Intent,
): Promise<number | undefined> {
  const done = `${prefix}{${other}}:done:${id}`
  const answer = await engine.commit(other, {
    checks: [{ command: ['EXISTS', done], expected: '=0' }],
    commands: [...commands, ['SET', done, '1', 'EX', String(KNOWN_S)]],
    log,
  })
  await engine.commit(tag, { checks: [], commands: [['HDEL', keyOf(prefix, tag), id]] })
  return answer.done ? answer.before : undefined
}

/** Ends what nodes began and did not end. One that cannot be done holds up no others. */
export async function endIntents(engine: Engine, prefix: string, now: number): Promise<void> {
  for (const tag of [DIRECTORY_TAG, ...TAGS]) {
    const all = await ask(engine, tag, cells => cells.hash(keyOf(prefix, tag)).all())
    let done = 0
    for (const [id, text] of all) {
      if (done >= AT_ONCE) break
      try {
        const intent = JSON.parse(text) as Intent
        if (intent.at > now - PATIENCE_MS) continue
        await doIntent(engine, prefix, tag, id, intent)
        done++
      } catch {
        // it stays, and is tried again
      }
    }
  }
}
