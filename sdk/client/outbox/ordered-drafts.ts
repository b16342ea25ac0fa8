import type { DraftEntry } from './draft-entry.ts'
import type { DraftScope, DraftStore, StoredDraft } from './draft-store.ts'

/** The draft store of one client, asked in the order in which things happen. One that fails costs no message here. */
export interface OrderedDrafts {
  /** A draft has changed or is gone: the store is given it as it stands then. */
  note(draft: DraftEntry): void
  /** What is stored when all that was noted is written. */
  take(scope: DraftScope): Promise<readonly StoredDraft[]>
  /** Removes everything of this user. */
  clear(owner: Pick<StoredDraft, 'server' | 'user'>): void
  hold(left: () => void): (() => void) | undefined
}

export function orderedDrafts(store: DraftStore): OrderedDrafts {
  const changed = new Set<DraftEntry>()
  let writing: Promise<void> | undefined

  async function write(draft: DraftEntry): Promise<void> {
    const { gone, stored, user, server, room, cid } = draft
    try {
      if (!gone && user !== undefined) {
        draft.stored = true
        await store.put(draft.toStored(user))
      } else if (gone && stored) await store.remove({ server, room, cid })
    } catch {
      // it is in memory
    }
  }

  async function writeAll(): Promise<void> {
    // what happens in one task is written once
    await undefined
    for (const draft of changed) {
      changed.delete(draft)
      await write(draft)
    }
    writing = undefined
  }

  return {
    note(draft) {
      changed.add(draft)
      // what never reached the store need not leave it
      if (draft.gone && !draft.stored) changed.delete(draft)
      writing ??= writeAll()
    },
    async take(scope) {
      await writing
      return store.take(scope)
    },
    clear(owner) {
      const clear = () => store.clear(owner).catch(() => {})
      void clear()
      // of a room that was released something may be written just now
      void writing?.then(clear)
    },
    hold: left => store.hold?.(left),
  }
}
