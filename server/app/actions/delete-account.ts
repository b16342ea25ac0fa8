import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HashCaller } from '../../ports/password-hasher.ts'
import type { Accounts } from '../identity/accounts.ts'
import { notKept } from '../identity/not-kept.ts'
import type { Person } from '../identity/person.ts'
import type { Removal } from '../people/removal.ts'

export interface DeleteAccountDeps {
  removal: Pick<Removal, 'remove'>
  /** Undefined: there are no passwords. */
  accounts: Pick<Accounts, 'checkPassword'> | undefined
  clock: Pick<Clock, 'now'>
}

type Done = { ok: true } | { ok: false; refusal: Refusal }

/** So old is a token of a site at most that removes somebody. ms. */
const FRESH_MS = 300_000
const STALE = refusal('token_expired', 'Say once more at this site who you are, then try again.')
const NEEDS_PASSWORD = refusal('bad_request', 'Send {"password":"..."}.')
const NOT_KEPT = notKept('You are logged out and nothing is left of you')

/** Whether they have to say their password: a guest has none, and a site's person says anew who they are. */
export function needsPassword({ account, issuedAt }: Person): boolean {
  return account !== undefined && issuedAt === undefined
}

/** Removes somebody, if they prove that it is them. May reject with LogUnavailable: then nothing happened. */
export async function deleteAccount(
  { removal, accounts, clock }: DeleteAccountDeps,
  person: Person,
  password: string | undefined,
  caller: HashCaller,
): Promise<Done> {
  const { account, issuedAt } = person
  if (issuedAt !== undefined && clock.now() - issuedAt > FRESH_MS) return { ok: false, refusal: STALE }
  if (account !== undefined && needsPassword(person)) {
    if (password === undefined || accounts === undefined) return { ok: false, refusal: NEEDS_PASSWORD }
    const right = await accounts.checkPassword(account, password, caller)
    if (!right.ok) return right
  }
  return (await removal.remove(person)) ? { ok: true } : { ok: false, refusal: NOT_KEPT }
}
