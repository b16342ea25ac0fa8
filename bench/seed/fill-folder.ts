import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { DEFAULT_LIMITS } from '../../sdk/protocol/limits.ts'
import { openFolder } from '../../server/adapters/sqlite/folder.ts'
import type { Write } from '../../server/ports/store.ts'

/** In one transaction. */
const AT_ONCE = 2_000

/** Writes into a data folder that no server has, as a server would have written it. Returns how large its files are, in bytes. */
export async function fillFolder(folder: string, writes: Iterable<Write>): Promise<number> {
  const retention = { ageMs: undefined, messages: undefined, dedupeMs: DEFAULT_LIMITS.dedupeMs }
  const store = await openFolder({ folder, durability: 'process', retention })
  try {
    let group: Write[] = []
    const commit = () => {
      for (const answer of store.commit(group))
        if (answer === 'full' || (answer && 'refused' in answer)) throw new Error('The folder takes no more.')
      group = []
    }
    for (const write of writes) if (group.push(write) === AT_ONCE) commit()
    commit()
  } finally {
    store.close()
  }
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0)
}
