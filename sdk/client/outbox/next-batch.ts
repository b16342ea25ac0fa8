import type { Limits } from '../../protocol/limits.ts'
import type { DraftEntry } from './draft-entry.ts'
import { targetOf } from './draft-request.ts'

/**
 * The first pending drafts that fit into one frame, at most `most`, but one in any case. Of those that change the same
 * message only the first: the next one waits for its answer, whatever that is.
 */
export function nextBatch(drafts: readonly DraftEntry[], most: number, limits: Limits): DraftEntry[] {
  const batch: DraftEntry[] = []
  const targets = new Set<string>()
  let bytes = 2
  for (const draft of drafts) {
    const target = targetOf(draft.request)
    if (target !== undefined && targets.has(target)) continue
    if (target !== undefined) targets.add(target)
    bytes += draft.bytes + 1
    if (batch.length > 0 && bytes > limits.frameBytes) break
    if (batch.push(draft) >= Math.min(most, limits.batch)) break
  }
  return batch
}
