import type { Random } from '../../ports/random.ts'
import { askDirectory } from './directory-ask.ts'
import { directoryOf } from './directory-cells.ts'
import type { Command, Engine } from './engine.ts'
import { inParts } from './hash-cells.ts'
import { DIRECTORY_TAG, tagOf } from './partitions.ts'
import { renameInDirectory } from './rename-directory.ts'
import { type RoomKeys, roomKeys } from './room-keys.ts'
import { scanKeys, scanParts } from './scan.ts'
import { asWord, ofWord } from './words.ts'

/** Keys and people of one step. */
const AT_ONCE = 200
/** Behind these in a key stands whose it is. */
const OF_PEOPLE = /^:[wvk]:(.+)$/

/**
 * Gives a room another name, and with it a new epoch; why it cannot have it, in a sentence, undefined when it has. What belongs to it
 * is copied in steps, and removed when all is there; what was broken off goes on with the same names. No node runs.
 */
export async function renameRoomIn(
  engine: Engine,
  prefix: string,
  random: Random,
  from: string,
  to: string,
): Promise<string | undefined> {
  const marker = `${directoryOf(prefix)}:rename`
  const begun = await engine.view(DIRECTORY_TAG, [['GET', marker]])
  const isBegun = begun.replies[0] === `${from} ${to}`
  if (!isBegun) {
    if (!(await isThere(engine, prefix, from))) return `There is no room ${from}.`
    if (await isThere(engine, prefix, to)) return `There is a room ${to} already.`
    await engine.commit(DIRECTORY_TAG, { checks: [], commands: [['SET', marker, `${from} ${to}`]] })
  }
  const [old, fresh] = [roomKeys(prefix, from), roomKeys(prefix, to)]
  const isToCopy = (await isListed(engine, old)) && !(await isListed(engine, fresh))
  if (isToCopy) for await (const key of keysOf(engine, old)) await copy(engine, prefix, { old, fresh, key })
  await renameInDirectory(engine, prefix, from, to)
  if (isToCopy) await copyMeta(engine, random, old, fresh)
  const gone: Command[] = [
    ['ZREM', old.rooms, from],
    ['DEL', old.meta],
  ]
  await engine.commit(old.tag, { checks: [], commands: gone })
  for await (const key of keysOf(engine, old)) await engine.commit(old.tag, { checks: [], commands: [['UNLINK', key]] })
  await engine.commit(DIRECTORY_TAG, { checks: [], commands: [['DEL', marker]] })
  return undefined
}

async function isThere(engine: Engine, prefix: string, room: string): Promise<boolean> {
  return (await isListed(engine, roomKeys(prefix, room))) || !!(await askDirectory(engine, prefix, 'room', [room]))
}

/** Anything was ever written to it. */
async function isListed(engine: Engine, { tag, rooms, room }: RoomKeys): Promise<boolean> {
  return (await engine.view(tag, [['ZSCORE', rooms, room]])).replies[0] !== null
}

/** All keys of a room but that which says where it stands. */
async function* keysOf(engine: Engine, { tag, channel, meta }: RoomKeys): AsyncGenerator<string> {
  for await (const keys of scanKeys(engine, tag, `${channel}:`)) for (const key of keys) if (key !== meta) yield key
}

interface Copy {
  old: RoomKeys
  fresh: RoomKeys
  key: string
}

async function copy(engine: Engine, prefix: string, { old, fresh, key }: Copy): Promise<void> {
  const rest = key.slice(old.channel.length)
  const target = `${fresh.channel}${rest}`
  const { replies } = await engine.view(old.tag, [
    ['TYPE', key],
    ['PTTL', key],
  ])
  const [type, ttl] = replies as [unknown, number]
  // a script is given this as a table
  const isHash = String((type as { ok?: string })?.ok ?? type).includes('hash')
  for await (const flat of scanParts(engine, old.tag, isHash ? 'HSCAN' : 'ZSCAN', key)) {
    const words = isHash ? flat : flat.map((_, at) => flat[at + (at % 2 === 0 ? 1 : -1)] as string)
    for (let at = 0; at < words.length; at += 2 * AT_ONCE) {
      const commands = inParts(isHash ? 'HSET' : 'ZADD', target, words.slice(at, at + 2 * AT_ONCE))
      await engine.commit(fresh.tag, { checks: [], commands })
    }
  }
  if (ttl > 0) await engine.commit(fresh.tag, { checks: [], commands: [['PEXPIRE', target, String(ttl)]] })
  const person = OF_PEOPLE.exec(rest)?.[1]
  if (person !== undefined) await moveListing(engine, prefix, ofWord(person), old.room, fresh.room)
}

/** See `PersonRooms`. */
async function moveListing(engine: Engine, prefix: string, id: string, from: string, to: string): Promise<void> {
  const key = `${prefix}{${tagOf(id)}}:u:${asWord(id)}:rooms`
  await engine.commit(tagOf(id), {
    checks: [],
    commands: [
      ['ZADD', key, '0', to],
      ['ZREM', key, from],
    ],
  })
}

async function copyMeta(engine: Engine, random: Random, old: RoomKeys, fresh: RoomKeys): Promise<void> {
  const { replies } = await engine.view(old.tag, [['HGETALL', old.meta]])
  const flat = replies[0] as string[]
  if (flat.length === 0) return
  const commands: Command[] = [
    ['HSET', fresh.meta, ...flat],
    ['HSET', fresh.meta, 'e', random.id()],
    ['ZADD', fresh.rooms, '0', fresh.room],
  ]
  await engine.commit(fresh.tag, { checks: [], commands })
}
