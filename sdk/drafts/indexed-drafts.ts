import type { DraftScope, DraftStore, StoredDraft } from '../client/outbox/draft-store.ts'
import { makeCid } from '../lib/make-cid.ts'
import { draftDatabase, type HeldDraft, within } from './database.ts'
import { tabLock } from './tab-lock.ts'

/** Drafts of one origin in all; the oldest make room. */
const MOST = 2_000

/**
 * Drafts in this browser's IndexedDB. Each tab holds its own; what a closed or crashed one left is taken by the next,
 * and by tabs that are open at once.
 */
export function indexedDrafts(): DraftStore {
  const me = makeCid()
  const transact = draftDatabase()
  let left = () => {}
  const lock = tabLock(me, () => left())

  /** Makes this one's what an ended client left, or what it holds itself. */
  async function claim(holder: string, { server, room, user }: DraftScope): Promise<StoredDraft[]> {
    return transact('readwrite', table => {
      const taken: StoredDraft[] = []
      const request: IDBRequest<HeldDraft[]> = table.getAll(within(server, room))
      request.onsuccess = () => {
        for (const { holder: now, ...draft } of request.result) {
          if (now !== holder || (user !== undefined && draft.user !== user)) continue
          taken.push(draft)
          table.put({ ...draft, holder: me })
        }
      }
      return taken
    })
  }

  return {
    async take(scope) {
      await lock.held()
      const range = within(scope.server, scope.room)
      const all = await transact('readonly', (table): IDBRequest<HeldDraft[]> => table.getAll(range))
      const holders = new Set(all.result.map(({ holder }) => holder))
      const taken = holders.delete(me) ? await claim(me, scope) : []
      for (const holder of holders) taken.push(...((await lock.ifEnded(holder, () => claim(holder, scope))) ?? []))
      return taken
    },
    async put(draft) {
      await lock.held()
      lock.announce()
      await transact('readwrite', table => {
        table.put({ ...draft, holder: me })
        const count = table.count()
        count.onsuccess = () => {
          if (count.result <= MOST) return
          const oldest = table.index('order').openCursor()
          oldest.onsuccess = () => oldest.result?.delete()
        }
      })
    },
    async remove({ server, room, cid }) {
      await transact('readwrite', table => table.delete([server, room, cid]))
    },
    async clear({ server, user }) {
      await transact('readwrite', table => {
        const cursor = table.openCursor(within(server))
        cursor.onsuccess = () => {
          const found = cursor.result
          if (!found) return
          if (found.value.user === user) found.delete()
          found.continue()
        }
      })
    },
    hold(tell) {
      left = tell
      return lock.release
    },
  }
}
