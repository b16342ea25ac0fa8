import type { SanctionRecord } from './sanction.ts'

/** What is different now; whoever keeps anything of it asks again. `reset`: anything may be, since the store has failed. */
export type DirectoryNews =
  /** `role`: it has another role now. */
  | { readonly type: 'account'; readonly id: string; readonly gone?: true; readonly role?: 'user' | 'admin' }
  | { readonly type: 'room'; readonly room: string }
  /** `sanction`: it was laid on, or `lifted`. */
  | {
      readonly type: 'rights'
      readonly room: string
      readonly user: string
      readonly sanction?: SanctionRecord | undefined
      readonly lifted?: SanctionRecord['kind'] | undefined
    }
  /** Another number of reports or held messages waits. */
  | { readonly type: 'queue'; readonly room: string }
  /** A message of theirs waits no longer. */
  | {
      readonly type: 'hold'
      readonly room: string
      readonly user: string
      readonly hold: string
      readonly outcome: 'approved' | 'rejected'
    }
  /** `on`: they were asked in; else they are no longer. */
  | { readonly type: 'invited'; readonly room: string; readonly user: string; readonly on: boolean }
  /** Whom they blocked, or who blocked them. */
  | { readonly type: 'blocks'; readonly user: string }
  | { readonly type: 'reset' }
