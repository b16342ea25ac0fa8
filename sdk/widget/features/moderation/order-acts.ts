import type { SanctionKind } from '../../../protocol/policy.ts'
import type { User } from '../../../protocol/records.ts'
import type { words } from './moderator-words.ts'

export type OrderTab = keyof typeof words.tabs

/** What leads from the view of a moderator to something else. */
export interface OrderActs {
  /** Asks what to lay on somebody; then the tab is shown again. */
  sanction(user: User, kind: SanctionKind, tab: OrderTab): void
  /** Shows all that somebody wrote; then the tab is shown again. */
  messages(user: User, tab: OrderTab): void
  goTo(seq: number): void
}
