/** Logins by password and what an account’s owner can do, beside a chat: what a guest never needs. */
export { type Accounts, type AccountsOptions, createAccounts } from './client/accounts.ts'
export type { AccountSession, AuthKind, Offers } from './protocol/accounts.ts'
