import type { AccountHost, Accounts } from './account-host.ts'
import { extendLogin } from './extend-login.ts'

/** The accounts of one chat: more ways in at its login. */
export function openAccounts(host: AccountHost): Accounts {
  const { root, server, offers } = host
  const credentials = new URL(server).origin === location.origin ? 'cookie' : 'token'
  return {
    look() {
      const card = root.querySelector<HTMLFormElement>('form[part=card]')
      if (card && offers.auth.includes('password'))
        extendLogin(card, { server, credentials, offers, begin: host.begin })
    },
    stop() {},
  }
}
