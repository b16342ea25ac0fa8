import type { Shown } from '../../core/people-by-node.ts'
import { digestOf } from './digest.ts'
import type { Command, Engine } from './engine.ts'
import { inParts } from './hash-cells.ts'
import type { Changes } from './own-people.ts'

/** An entry of a room's hash: the field `node user`, and a value of when, which run of its node, and who as JSON. */
export interface PeopleRow extends Shown {
  node: string
  field: string
  value: string
}

/** Rooms that nobody looks at again are forgotten; the others are written more often. */
const LAST_S = 86_400
/** Fields that are checked at once. */
const AT_ONCE = 500

const fieldOf = (node: string, userId: string): string => `${node} ${userId}`

/** `run`: counts how often the node had to write all anew. */
export function rowValue({ user, at }: Shown, run: number): string {
  return `${at} ${run} ${JSON.stringify(user)}`
}

/** All of it at once: some MB where there are 50,000. */
export async function readPeople(engine: Engine, tag: string, key: string): Promise<PeopleRow[]> {
  const { replies } = await engine.view(tag, [['HGETALL', key]])
  const flat = replies[0] as readonly string[]
  const rows: PeopleRow[] = []
  for (let at = 0; at < flat.length; at += 2) {
    const [field = '', value = ''] = [flat[at], flat[at + 1]]
    const [, since, json] = /^(\d+) \d+ (.*)$/s.exec(value) ?? []
    if (json === undefined) continue
    rows.push({ node: field.slice(0, field.indexOf(' ')), field, value, at: Number(since), user: JSON.parse(json) })
  }
  return rows
}

/** Undefined: there is nothing to be written. `isUsed`: somebody is there. */
export function peopleCommands(
  key: string,
  node: string,
  { entered, left, lost }: Changes,
  { run, isUsed }: { run: number; isUsed: boolean },
): Command[] {
  const set = entered.flatMap(shown => [fieldOf(node, shown.user.id), rowValue(shown, run)])
  const gone = [...left, ...lost].map(userId => fieldOf(node, userId))
  const commands = [...inParts('HSET', key, set), ...inParts('HDEL', key, gone)]
  return isUsed ? [...commands, ['EXPIRE', key, String(LAST_S)]] : commands
}

/** Deletes what is still as it was read. */
export async function deleteRows(engine: Engine, tag: string, key: string, rows: readonly PeopleRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE)
    const fields = some.map(({ field }) => field)
    const expected = digestOf(some.map(({ value }) => value))
    const checks = [{ command: ['HMGET', key, ...fields], expected }]
    // where something was written anew meanwhile, its node is alive
    await engine.commit(tag, { checks, commands: [['HDEL', key, ...fields]] })
  }
}
