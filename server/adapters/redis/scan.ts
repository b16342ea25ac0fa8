import { type Engine, EngineUnavailable, type Reply } from './engine.ts'

/** Keys that one step looks at. */
const LOOKED = 1_000

/**
 * The keys that begin so, of the server that has a tag, a few at a time and in no order; one may come twice. Keys of other tags are
 * looked at, too: it takes a while where there are many millions.
 */
export async function* scanKeys(engine: Engine, tag: string, begin: string): AsyncGenerator<string[]> {
  const pattern = `${begin.replace(/[\\*?[\]]/g, each => `\\${each}`)}*`
  yield* scan(engine, tag, cursor => ['SCAN', cursor, 'MATCH', pattern, 'COUNT', String(LOOKED)])
}

/** Names and values, or members and scores, one behind the other, of a hash or a sorted set. */
export async function* scanParts(
  engine: Engine,
  tag: string,
  word: 'HSCAN' | 'ZSCAN',
  key: string,
): AsyncGenerator<string[]> {
  yield* scan(engine, tag, cursor => [word, key, cursor, 'COUNT', String(LOOKED)])
}

async function* scan(engine: Engine, tag: string, commandAt: (cursor: string) => string[]): AsyncGenerator<string[]> {
  let [cursor, known] = ['0', '']
  do {
    const { replies, run } = await engine.view(tag, [commandAt(cursor)])
    if (known !== '' && run !== known) throw new EngineUnavailable('Redis is another server by now. Begin anew.')
    known = run
    const [next, found] = replies[0] as readonly [Reply, string[]]
    cursor = String(next)
    if (found.length > 0) yield found
  } while (cursor !== '0')
}
