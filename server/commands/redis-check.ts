import { checkDirectory } from '../adapters/redis/check-directory.ts'
import { checkRoom } from '../adapters/redis/check-room.ts'
import { allRooms } from '../adapters/redis/export-room.ts'
import { RoomViews } from '../adapters/redis/room-views.ts'
import type { CommandCall } from './call.ts'
import { withRedis } from './with-redis.ts'

/** Reads everything, a part at a time, and says what is wrong with it; nodes may run. */
export function checkRedis(call: CommandCall): Promise<number> {
  return withRedis(call, async ({ engine, prefix, random, print }) => {
    const views = new RoomViews(engine, prefix, random)
    let [rooms, messages, faults] = [0, 0, 0]
    const say = (found: readonly string[]) => {
      faults += found.length
      print(found.map(fault => `${fault}\n`).join(''))
    }
    for await (const room of allRooms(engine, prefix)) {
      const found = await checkRoom(engine, views, room)
      rooms++
      messages += found.messages
      say(found.faults)
    }
    say(await checkDirectory(engine, prefix))
    print(`${faults === 0 ? 'No faults' : `${faults} faults`} in ${rooms} rooms with ${messages} messages.\n`)
    return faults === 0 ? 0 : 1
  })
}
