/** Where a browser keeps drafts: pass one of them to createChatClient as `drafts`. */
export { indexedDrafts } from './drafts/indexed-drafts.ts'
export { sessionDrafts } from './drafts/session-drafts.ts'
