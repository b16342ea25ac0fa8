import { readRoomsFile, type WantedRoom } from './config/rooms-file.ts'
import type { Clock } from './ports/clock.ts'
import type { Directory } from './ports/directory.ts'
import type { Log } from './ports/log.ts'

/** Whoever sees who made a room sees that it was no person. */
const BY = 'server'

export interface WantedRoomsSetup {
  directory: Directory
  clock: Pick<Clock, 'now'>
  logger: Log
}

/** Makes the rooms of the file, or sets them as it says. Rejects with a sentence when that cannot be. */
export async function makeWantedRooms(file: string, setup: WantedRoomsSetup): Promise<void> {
  const read = readRoomsFile(file)
  if (!read.ok) throw new Error(read.message)
  for (const wanted of read.rooms) await makeRoom(wanted, setup)
}

async function makeRoom({ owners, ...wanted }: WantedRoom, { directory, clock, logger }: WantedRoomsSetup) {
  const { room, kind, ...change } = wanted
  const there = await directory.room(room)
  if (there === undefined) {
    const { slowMs = 0, write = 'guest', locked = false } = change
    const set = { ...change, slowMs, write, locked }
    await directory.addRoom({ room, kind: kind ?? 'open', ...set, createdBy: BY, createdAt: clock.now() })
  } else {
    if (kind !== undefined && there.kind !== kind)
      throw new Error(`The room ${room} is of the kind ${there.kind}, and stays so.`)
    await directory.changeRoom(room, change)
  }
  for (const user of owners) {
    if ((await directory.account(user)) === undefined) logger.warn({ user }, 'an owner of a room is no account yet')
    else await directory.setRole(room, user, 'owner')
  }
}
