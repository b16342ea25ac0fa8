import type { DraftStore } from '../../client/outbox/draft-store.ts'
import type { StorageKind } from '../kept/shelf.ts'
import { loadFile } from '../parts/load-file.ts'

/** A draft store whose code is loaded with its first call. One that cannot be loaded keeps nothing, and is tried again by the next call. */
export function lazyDrafts(load: () => Promise<DraftStore>): DraftStore {
  let loading: Promise<DraftStore> | undefined
  let left = () => {}
  let release: (() => void) | undefined
  let over = false

  function loaded(): Promise<DraftStore> {
    loading ??= load().then(
      store => {
        release = store.hold?.(() => left())
        if (over) release?.()
        return store
      },
      error => {
        loading = undefined
        throw error
      },
    )
    return loading
  }

  return {
    take: async scope => (await loaded()).take(scope),
    put: async draft => (await loaded()).put(draft),
    remove: async draft => (await loaded()).remove(draft),
    clear: async owner => (await loaded()).clear(owner),
    hold(tell) {
      left = tell
      return () => {
        over = true
        release?.()
      }
    },
  }
}

/** Drafts that outlive the page, as `storage` says; the code for it is loaded when they are somebody's. */
export function draftsOf(kind: StorageKind, server: string): DraftStore | undefined {
  if (kind === 'none') return undefined
  return lazyDrafts(async () => (await loadFile(() => import('./drafts-part.ts'), server))[kind]())
}
