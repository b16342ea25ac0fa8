import { LineRefused, RedisImporter } from '../adapters/redis/importer.ts'
import type { CommandCall } from './call.ts'
import { ImportLines, wordsOfImport } from './import-lines.ts'
import { withRedis } from './with-redis.ts'

/** As into a database, but step by step, while nodes may run: what was broken off goes on with the same file. */
export function importIntoRedis(call: CommandCall): Promise<number> {
  return withRedis(call, async ({ engine, prefix, random, file = '', print, complain }) => {
    const lines = new ImportLines(file, 'What stands before it is added.')
    const importer = new RedisImporter({ engine, prefix, random })
    try {
      await importer.add(lines)
      print(wordsOfImport(importer.counts, lines.messages))
      return 0
    } catch (error) {
      const { messages, entries } = importer.counts
      complain(`Added ${messages} messages and ${entries} entries before it ended. The same file goes on from there.\n`)
      throw error instanceof LineRefused ? lines.refused(error.message, error.behind) : error
    }
  })
}
