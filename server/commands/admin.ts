import { isAccount } from '../../sdk/protocol/user-of.ts'
import { SqliteDirectory } from '../adapters/sqlite/directory.ts'
import { openStoreFile } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteStore } from '../adapters/sqlite/store.ts'
import { prepareDataFolder } from '../config/data-folder.ts'
import type { CommandCall } from './call.ts'

/** Makes an account an admin of the server, or takes that back. No server may run on the folder: it would not know. */
export async function admin(call: CommandCall): Promise<number> {
  const { data, words, flags, print } = call
  const [id = ''] = words
  if (!isAccount(id)) throw new Error(`${id} is the id of no account: those begin with a:. Guests cannot be admins.`)
  const role = flags.has('revoke') ? 'user' : 'admin'
  if (call.redis) return (await import('./redis-admin.ts')).adminInRedis(call, id, role)
  const unusable = prepareDataFolder(data)
  if (unusable !== undefined) throw new Error(unusable)
  const opened = openStoreFile(await loadSqlite(), data, 'fsync')
  try {
    const account = new SqliteDirectory(opened.database).account(id)
    if (account === undefined) throw new Error(`There is no account ${id}.`)
    const is = role === 'admin' ? 'an admin of the server' : 'no admin of the server'
    if (account.role === role) {
      print(`${id} (${account.name}) is ${is} already.\n`)
      return 0
    }
    const change = { type: 'changeAccount', id, change: { role } } as const
    new SqliteStore(opened.database).commit([{ kind: 'directory', change }])
    print(`${id} (${account.name}) is ${is} now.\n`)
    return 0
  } finally {
    opened.close()
  }
}
