import type { ChatClient } from '../../../client/types.ts'
import type { Offers } from '../../../protocol/accounts.ts'
import type { Login } from '../../../protocol/records.ts'
import type { OpenSheet } from '../sheet/sheet.ts'

/** What accounts need of the chat that they are of. */
export interface AccountHost {
  readonly root: ShadowRoot
  /** The chat server's address. */
  readonly server: string
  readonly offers: Offers
  readonly openSheet: OpenSheet
  /** Of times; undefined: the browser's. */
  lang(): string | undefined
  client(): ChatClient | undefined
  /** The page says who is logged in. */
  site(): boolean
  /** The token that the account's calls go with; undefined: they go with the cookie. */
  token(): string | null | undefined | Promise<string | null | undefined>
  /** Somebody has logged in by a password. */
  begin(login: Login): void
  /** Whether the next login offers the name of who this is. */
  keepName(keep: boolean): void
  /** A sheet is gone; what had the focus before may be gone, too. */
  closed(): void
  /** Words for who does not see the screen. */
  say(text: string, urgent?: boolean): void
}

export interface Accounts {
  /** Something was drawn: adds what is missing to the login and to the menu. */
  look(): void
  stop(): void
}
