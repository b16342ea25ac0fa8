import type { Limits } from '../../protocol/limits.ts'
import type { DraftEntry } from './draft-entry.ts'

/** The first pending drafts that fit into one frame, at most `most`, but one in any case. */
export function nextBatch(drafts: readonly DraftEntry[], most: number, limits: Limits): DraftEntry[] {
  const batch: DraftEntry[] = []
  let bytes = 2
  for (const draft of drafts) {
    bytes += draft.bytes + 1
    if (batch.length > 0 && bytes > limits.frameBytes) break
    if (batch.push(draft) >= Math.min(most, limits.batch)) break
  }
  return batch
}
