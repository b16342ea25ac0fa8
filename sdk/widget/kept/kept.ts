import { type KeptLogin, keptLogin } from './kept-login.ts'
import { Notes } from './notes.ts'
import { type StorageKind, shelf } from './shelf.ts'

/** What a browser keeps of one chat server. */
export interface Kept {
  /** The page is of the server's own origin. */
  own: boolean
  login: KeptLogin
  notes: Notes
  /** Calls when an element of this page or another tab may have changed the one or the other; returns what ends that. */
  watch(login: () => void, notes: () => void): () => void
}

/** `server`: its address; `origin`: of the page. */
export function keptOf(kind: StorageKind, server: string, origin: string | undefined): Kept {
  const own = new URL(server).origin === origin
  const logins = shelf(kind, `chat-widget:${server}`)
  const notes = shelf(kind, `chat-widget-notes:${server}`)
  return {
    own,
    login: keptLogin(logins, own),
    notes: new Notes(notes),
    watch(loginChanged, notesChanged) {
      const undo = [logins.watch(loginChanged), notes.watch(notesChanged)]
      return () => {
        for (const end of undo) end()
      }
    },
  }
}
