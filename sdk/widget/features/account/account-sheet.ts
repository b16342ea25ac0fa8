import type { Accounts as Calls } from '../../../client/accounts.ts'
import { el } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { AccountHost } from './account-host.ts'
import { createChangePassword } from './change-password.ts'
import { showDeleteAccount } from './delete-account.ts'
import { createDevices } from './devices.ts'
import { createOwnData } from './own-data.ts'
import * as css from './own-sheet.css.ts'
import { words } from './words.ts'

/** What somebody can do with their account: devices and password where it has one, data and deletion in any case. */
export function showAccount(sheet: Sheet, host: AccountHost, calls: Calls): void {
  const name = host.client()?.user?.name ?? ''
  const remove = () => showDeleteAccount(sheet, host, calls, () => showAccount(sheet, host, calls))
  const who = el('div', css.done, {}, el('bdi', '', {}, name))
  const data = createOwnData(calls, remove)
  if (host.site()) {
    sheet.show(words.account, [who, el('p', css.says, {}, words.bySite), data])
    return
  }
  const devices = createDevices(host, calls)
  sheet.show(words.account, [who, devices.node, createChangePassword(name, calls, devices.load), data])
  void devices.load()
}
