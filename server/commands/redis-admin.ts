import { askDirectory } from '../adapters/redis/directory-ask.ts'
import { changeDirectory } from '../adapters/redis/directory-commit.ts'
import type { CommandCall } from './call.ts'
import { withRedis } from './with-redis.ts'

/** As in a database, but nodes may run: they are told. */
export function adminInRedis(call: CommandCall, id: string, role: 'user' | 'admin'): Promise<number> {
  return withRedis(call, async ({ engine, prefix, random, print }) => {
    const account = await askDirectory(engine, prefix, 'account', [id])
    if (account === undefined) throw new Error(`There is no account ${id}.`)
    const is = role === 'admin' ? 'an admin of the server' : 'no admin of the server'
    const isSo = account.role === role
    if (!isSo) await changeDirectory(engine, prefix, { type: 'changeAccount', id, change: { role } }, random)
    print(`${id} (${account.name}) is ${is} ${isSo ? 'already' : 'now'}.\n`)
    return 0
  })
}
