import type { Position } from '../../../sdk/protocol/records.ts'
import type { Random } from '../../ports/random.ts'
import type { Engine } from './engine.ts'

/** Where a log stands. One that was not read since the server began to run gets an epoch. */
export async function logHead(engine: Engine, tag: string, meta: string, random: Random): Promise<Position> {
  const { replies, run } = await engine.view(tag, [['HMGET', meta, 'e', 's', 'r']])
  const [epoch, seq, ofRun] = replies[0] as (string | null)[]
  if (epoch && ofRun === run) return { epoch, seq: Number(seq ?? 0) }
  const log = { meta, events: 0, freshEpoch: random.id(), channel: '', told: '' }
  const begun = await engine.commit(tag, { checks: [], commands: [], log })
  return begun.done ? { epoch: begun.epoch, seq: begun.before } : { epoch: '', seq: 0 }
}
