import type { RoomHost } from '../room-host.ts'
import type { DraftEntry } from './draft-entry.ts'

/**
 * Returns what is told of each draft that has changed or is gone. The store is given drafts as they stand then, one
 * after the other; one that fails costs no message here.
 */
export function draftWriter({ drafts: store }: RoomHost): (draft: DraftEntry) => void {
  const changed = new Set<DraftEntry>()
  let writing = false

  async function write(draft: DraftEntry): Promise<void> {
    const { gone, stored, user, server, room, cid } = draft
    try {
      if (!gone && user !== undefined) {
        draft.stored = true
        await store?.put(draft.toStored(user))
      } else if (gone && stored) await store?.remove({ server, room, cid })
    } catch {
      // it is in memory
    }
  }

  async function writeAll(): Promise<void> {
    writing = true
    // what happens in one task is written once
    await undefined
    for (const draft of changed) {
      changed.delete(draft)
      await write(draft)
    }
    writing = false
  }

  return draft => {
    if (!store) return
    changed.add(draft)
    // what never reached the store need not leave it
    if (draft.gone && !draft.stored) changed.delete(draft)
    if (!writing) void writeAll()
  }
}
