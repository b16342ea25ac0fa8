/** Where drafts outlive the page, by the kind of storage: loaded by itself when there is somebody whose drafts they are. */
export { indexedDrafts as local } from '../../drafts/indexed-drafts.ts'
export { sessionDrafts as session } from '../../drafts/session-drafts.ts'
