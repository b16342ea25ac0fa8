import type { Directory } from '../../ports/directory.ts'
import type { PersonalReads } from '../../ports/personal-data.ts'
import type { Person } from '../identity/person.ts'
import type { Sessions } from '../identity/sessions.ts'
import type { SiteLogins } from '../identity/site-logins.ts'

export interface RemovalDeps {
  directory: Directory
  personal: PersonalReads | undefined
  sessions: Sessions
  site: SiteLogins | undefined
  /** They have no name any more in what is read. */
  hide(ids: readonly string[]): void
  /** There is something to erase. */
  erase(): void
}

/** Removes people, who want it so. */
export class Removal {
  readonly #deps: RemovalDeps

  constructor(deps: RemovalDeps) {
    this.#deps = deps
  }

  /** Resolves when it is durable, and nobody is logged in as them. May reject with LogUnavailable: then nothing happened. */
  async remove({ user, ids, account, session }: Person): Promise<void> {
    const { directory, sessions, site, hide, erase } = this.#deps
    if (account !== undefined || session?.inUse || (await this.#hasLeftAnything(user.id))) {
      await directory.removeAccount(user.id)
      hide(ids)
      erase()
    }
    const own = new Set(ids)
    sessions.endAll(id => own.has(id))
    if (account !== undefined) site?.forget(account)
  }

  /** Of a guest who has not, and who is not about to, there is nothing to remember. */
  async #hasLeftAnything(id: string): Promise<boolean> {
    const { directory, personal } = this.#deps
    const found = await Promise.all([
      personal?.roomsOfPerson([id], undefined, 1) ?? [],
      directory.roomsOf(id, undefined, 1),
      directory.sanctionsOf(id, undefined, 1),
    ])
    return found.some(({ length }) => length > 0)
  }
}
