import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { compareWidgets } from '../widgets/compare.ts'
import { busyRoom } from './busy-room.ts'
import { coldStart } from './cold-start.ts'
import { longRoom } from './long-room.ts'
import { openRooms } from './open-rooms.ts'

const PARTS: { [name: string]: () => Promise<object> } = {
  busy: busyRoom,
  long: longRoom,
  opening: openRooms,
  cold: coldStart,
  widgets: compareWidgets,
}

/** Runs the parts that are named, or all; `--json` names a file for the figures as JSON. Returns the exit status. */
export async function benchPage(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--json')
  const out = at < 0 ? undefined : args[at + 1]
  const wanted = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1))
  const unknown = wanted.find(name => !(name in PARTS))
  if (unknown !== undefined) {
    console.error(`There is no part ${unknown}: ${Object.keys(PARTS).join(', ')}.`)
    return 1
  }
  const machine = { node: process.version, cores: cpus().length, model: cpus()[0]?.model }
  const figures: Record<string, object> = { machine }
  for (const [name, run] of Object.entries(PARTS))
    if (wanted.length === 0 || wanted.includes(name)) figures[name] = await run()
  if (out) writeFileSync(out, `${JSON.stringify(figures, undefined, 2)}\n`)
  return 0
}
