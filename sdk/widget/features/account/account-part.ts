import { createAccounts } from '../../../client/accounts.ts'
import { adopt } from '../../styles/sheet.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { AccountHost, Accounts } from './account-host.ts'
import { showAccount } from './account-sheet.ts'
import { showCreateAccount } from './create-account.ts'
import { extendLogin } from './extend-login.ts'
import { extendMenu, type MenuOffer } from './extend-menu.ts'
import { cssText } from './sheet.css.ts'

/** The accounts of one chat: more ways in at its login, and more in its menu. */
export function openAccounts(host: AccountHost): Accounts {
  const { root, server, offers } = host
  const credentials = new URL(server).origin === location.origin && !host.site() ? 'cookie' : 'token'
  const calls = createAccounts({ server, credentials, token: host.token })
  let sheet: Sheet | undefined

  function open(offer: MenuOffer): void {
    const panel = root.querySelector<HTMLElement>('[part=panel]')
    if (!panel) return
    sheet?.close()
    adopt(root, cssText)
    sheet = host.openSheet(panel, () => {
      sheet = undefined
      host.closed()
    })
    if (offer === 'create') showCreateAccount(sheet, host, calls)
    else showAccount(sheet, host, calls)
  }

  return {
    look() {
      const card = root.querySelector<HTMLFormElement>('form[part=card]')
      if (card && offers.auth.includes('password'))
        extendLogin(card, { server, credentials, offers, begin: host.begin })
      const menu = root.querySelector<HTMLElement>('[part=menu]')
      if (menu) extendMenu(menu, host, open)
    },
    stop() {
      sheet?.close()
      calls.close()
    },
  }
}
