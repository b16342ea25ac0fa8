import type { StoredDraft } from '../client/outbox/draft-store.ts'

/** A draft, and the client that holds it. */
export interface HeldDraft extends StoredDraft {
  holder: string
}

const NAME = 'chat-widget'
const TABLE = 'drafts'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // throws where storage is blocked
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(TABLE, { keyPath: ['server', 'room', 'cid'] }).createIndex('order', 'order')
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Runs one transaction on the drafts of this origin; resolves with what `work` returned once it is complete. */
export type Transact = <T>(mode: IDBTransactionMode, work: (table: IDBObjectStore) => T) => Promise<T>

/** The connection is shared by transactions that overlap, and closed behind the last one. */
export function draftDatabase(): Transact {
  let opened: Promise<IDBDatabase> | undefined
  let users = 0

  return async (mode, work) => {
    users++
    opened ??= open()
    const mine = opened
    try {
      const transaction = (await mine).transaction(TABLE, mode)
      const result = work(transaction.objectStore(TABLE))
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve
        transaction.onabort = () => reject(transaction.error)
      })
      return result
    } finally {
      if (--users === 0) {
        opened = undefined
        mine.then(
          database => database.close(),
          () => {},
        )
      }
    }
  }
}

/** Every key that begins with these parts. */
export function within(...parts: string[]): IDBKeyRange {
  // an array sorts behind every text
  return IDBKeyRange.bound(parts, [...parts, []])
}
