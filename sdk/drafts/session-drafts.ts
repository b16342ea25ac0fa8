import type { DraftStore, StoredDraft } from '../client/outbox/draft-store.ts'
import { toJson } from '../lib/to-json.ts'

/** Drafts in this tab's sessionStorage: they outlive a reload, not the tab. What it refuses is kept in memory only. */
export function sessionDrafts(): DraftStore {
  const keyOf = (...parts: string[]) => ['chat-widget-draft', ...parts].map(encodeURIComponent).join(' ')

  function all(prefix: string): [key: string, draft: StoredDraft][] {
    const keys = Object.keys(sessionStorage).filter(key => key.startsWith(`${prefix} `))
    return keys.map(key => [key, JSON.parse(sessionStorage.getItem(key) ?? '')])
  }

  return {
    async take({ server, room, user }) {
      const drafts = all(keyOf(server, room)).map(([, draft]) => draft)
      return drafts.filter(draft => user === undefined || draft.user === user)
    },
    async put(draft) {
      sessionStorage.setItem(keyOf(draft.server, draft.room, draft.cid), toJson(draft))
    },
    async remove({ server, room, cid }) {
      sessionStorage.removeItem(keyOf(server, room, cid))
    },
    async clear({ server, user }) {
      for (const [key, draft] of all(keyOf(server))) if (draft.user === user) sessionStorage.removeItem(key)
    },
  }
}
