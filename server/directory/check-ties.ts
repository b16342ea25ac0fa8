import type { Invitation, ReadPosition } from '../ports/directory.ts'
import { EPOCH_LENGTH, POSITIONS_AT_ONCE } from './bounds.ts'
import { demand, demandList, demandMs, demandRoom, demandText, demandUser } from './check.ts'

/** A copy with what an invitation has and nothing else. Throws a RangeError. */
export function checkedInvitation({ room, user, by, at }: Invitation): Invitation {
  demandRoom(room)
  demandUser(user, 'Who is asked in')
  demandUser(by, 'Who asks them in')
  demandMs(at, 'The time')
  return { room, user, by, at }
}

/** Throws a RangeError. */
export function checkBlock(by: string, user: string, on: boolean): void {
  demandUser(by, 'Who blocks')
  demandUser(user, 'Who is blocked')
  demand(typeof on === 'boolean', 'Somebody is blocked or not.')
}

/** Copies with what a position has and nothing else; of several of one user in one room the last. Throws a RangeError. */
export function checkedPositions(positions: readonly ReadPosition[]): ReadPosition[] {
  demandList(positions, POSITIONS_AT_ONCE, 'The positions')
  const last = new Map<string, ReadPosition>()
  for (const { user, room, epoch, seq } of positions) {
    demandUser(user, 'Who has read')
    demandRoom(room)
    demandText(epoch, EPOCH_LENGTH, 'The epoch', 1)
    demand(Number.isSafeInteger(seq) && seq >= 0, 'The seq is none that an event can have.')
    last.delete(`${user} ${room}`)
    last.set(`${user} ${room}`, { user, room, epoch, seq })
  }
  return [...last.values()]
}
