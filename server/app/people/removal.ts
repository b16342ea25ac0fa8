import type { Directory } from '../../ports/directory.ts'
import type { PersonalReads } from '../../ports/personal-data.ts'
import type { Logins } from '../identity/logins.ts'
import type { Person } from '../identity/person.ts'
import type { SiteLogins } from '../identity/site-logins.ts'

export interface RemovalDeps {
  directory: Directory
  personal: PersonalReads | undefined
  sessions: Logins
  site: SiteLogins | undefined
  /** From now on nothing is taken of them, until the returned function is called. */
  refuse(ids: readonly string[]): () => void
  /** They have no name any more in what is read and told, and nothing is taken of them. */
  hide(ids: readonly string[]): void
  /** There is something to erase. */
  erase(): void
}

/**
 * Removes people, who want it so. From the moment in which they ask nothing more is taken of them, and the store writes in the
 * order in which it was asked: when the removal is there, all is there that they will ever have written.
 */
export class Removal {
  readonly #deps: RemovalDeps

  constructor(deps: RemovalDeps) {
    this.#deps = deps
  }

  /**
   * Resolves when it is done, and nobody is logged in as them: whether that is durable. May reject with LogUnavailable: then
   * nothing happened.
   */
  async remove({ user, ids, account, session }: Person): Promise<boolean> {
    const { directory, sessions, site, refuse, hide, erase } = this.#deps
    const takeAgain = refuse(ids)
    try {
      const remembered =
        account !== undefined ||
        (session !== undefined && sessions.mayBeInUse(session)) ||
        (await this.#hasLeftAnything(user.id))
      if (remembered) {
        await directory.removeAccount(user.id)
        hide(ids)
        erase()
      }
      const own = new Set(ids)
      const ended = sessions.endOf(own)
      if (account !== undefined) site?.forget(account)
      // logins of who is known as removed are over at the next start, too
      return remembered || (await ended)
    } finally {
      takeAgain()
    }
  }

  /** Of a guest who has not, there is nothing to remember. */
  async #hasLeftAnything(id: string): Promise<boolean> {
    const { directory, personal } = this.#deps
    // a write that changes nothing: what they have on its way is there before it
    await directory.endErasure(id)
    const found = await Promise.all([
      personal?.roomsOfPerson([id], undefined, 1) ?? [],
      directory.roomsOf(id, undefined, 1),
      directory.sanctionsOf(id, undefined, 1),
    ])
    return found.some(({ length }) => length > 0)
  }
}
