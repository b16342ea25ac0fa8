import type { Clock } from '../../lib/clock.ts'
import type { AccountHost, Accounts } from '../features/account/account-host.ts'
import { loadFile } from '../parts/load-file.ts'

export interface AccountsOfOptions extends Omit<AccountHost, 'server' | 'offers' | 'openSheet'> {
  clock: Clock
  /** The chat server's address; empty while it is not known. */
  server(): string
  /** Whether people can be more than guests there. */
  offered(accounts: boolean): void
}

/**
 * Asks the server once what it offers beside guests, and loads what that takes only where it does. Nobody waits for it, and
 * a server that does not answer offers no more than it did. `look` is called whenever something was drawn.
 */
export function accountsOf(options: AccountsOfOptions): { look(): void; stop(): void } {
  let asked = ''
  let accounts: Accounts | undefined

  async function ask(server: string): Promise<void> {
    const { knownOffers } = await loadFile(() => import('../../client/http-part.ts'), server)
    const offers = await knownOffers(server, options.clock)
    const offered = offers.auth.some(kind => kind !== 'guest')
    if (asked === server) options.offered(offered)
    if (!offered) return
    const [{ openAccounts }, { openSheet }] = await Promise.all([
      loadFile(() => import('../features/account/account-part.ts'), server),
      loadFile(() => import('../features/sheet/sheet-part.ts'), server),
    ])
    if (asked !== server) return
    accounts = openAccounts({ ...options, server, offers, openSheet })
    accounts.look()
  }

  function stop(): void {
    asked = ''
    accounts?.stop()
    accounts = undefined
  }

  return {
    look() {
      const server = options.server()
      if (asked !== server) {
        stop()
        asked = server
        ask(server).catch(() => {})
      }
      accounts?.look()
    },
    stop,
  }
}
