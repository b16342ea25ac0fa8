import type { Command } from './engine.ts'
import { seqsBetween } from './message-rows.ts'
import { messageHead } from './room-row.ts'
import type { RoomViews } from './room-views.ts'

/** Places that are looked at in one question: of a million messages the one is found by four. */
const AT_ONCE = 32

/** The seq of the first message at or after a time: times rise with the seqs, but where a clock was set back. */
export async function seqAtTime(views: RoomViews, room: string, at: number): Promise<number | undefined> {
  const { head, first } = await views.read(room, [])
  // the places before `low` are too early; at `high`, or behind it, is the one
  let [low, high] = [first, head.seq + 1]
  let found: number | undefined
  while (low < high) {
    const points = pointsBetween(low, high)
    const looked = await messagesAt(views, room, points)
    const one = points.findIndex((_, n) => (looked[n]?.sentAt ?? Number.POSITIVE_INFINITY) >= at)
    if (one >= 0) {
      high = points[one] as number
      found = looked[one]?.seq ?? found
    }
    const early = one < 0 ? looked.at(-1) : looked[one - 1]
    if (early) low = early.seq + 1
    // what was there is given up
    else if (one < 0) return undefined
  }
  return found
}

function pointsBetween(low: number, high: number): number[] {
  const step = Math.max(1, Math.ceil((high - low) / AT_ONCE))
  const points: number[] = []
  for (let point = low; point < high; point += step) points.push(point)
  return points
}

/** For each place the first message there or behind it. */
async function messagesAt(views: RoomViews, room: string, points: readonly number[]) {
  const { order, messages } = views.keys(room)
  const commands = points.flatMap((point, n): Command[] => [
    seqsBetween(order, String(point), '+inf', 1),
    ['@HEADS', messages, String(2 * n)],
  ])
  const { replies } = await views.read(room, commands)
  return points.map((_, n) => {
    const [[seq], [head]] = replies.slice(2 * n, 2 * n + 2) as [string[], (string | null)[]]
    return seq !== undefined && head ? { seq: Number(seq), sentAt: messageHead(head).sentAt } : undefined
  })
}
