import { z } from 'zod'
import type { Filters } from '../../sdk/protocol/filters.ts'
import { SLOW_MS } from '../../sdk/protocol/limits.ts'
import { isAccount } from '../../sdk/protocol/user-of.ts'
import { checkFilters } from '../core/filter/check-filters.ts'
import { isGivenName, refuseRoomName } from '../core/room-name.ts'
import { checkRoomTexts } from '../core/room-texts.ts'
import { readJsonFile } from './json-file.ts'
import { shown, type Wrong, wrong } from './sources.ts'

const MOST_ROOMS = 1_000
const MOST_OWNERS = 10

const named = z
  .string('is missing or no text')
  .refine(room => refuseRoomName(room) === undefined, 'is no name that a room can have')
  .refine(room => !isGivenName(room), 'begins as names do that only the server gives')

/** What the room does not let in, or why that is none. */
function filtersOf(value: unknown, context: z.RefinementCtx): Filters {
  const checked = checkFilters(value)
  if (checked.ok) return checked.filters
  context.addIssue({ code: 'custom', message: `are none: ${checked.message}` })
  return z.NEVER
}

const ROOM = z
  .strictObject({
    room: named,
    kind: z.enum(['open', 'announce'], 'is not open or announce').optional(),
    title: z.string('is no text').optional(),
    topic: z.string('is no text').optional(),
    write: z.enum(['guest', 'user', 'member'], 'is not guest, user or member').optional(),
    slowMs: z
      .int('is no whole number of milliseconds')
      .min(0, 'is below 0')
      .max(SLOW_MS, `is above ${SLOW_MS}`)
      .optional(),
    locked: z.boolean('is not true or false').optional(),
    hideModerators: z.boolean('is not true or false').optional(),
    filters: z.unknown().transform(filtersOf).optional(),
    owners: z
      .array(z.string('is no text').refine(isAccount, 'is the id of no account: those begin with a:'), 'is no list')
      .max(MOST_OWNERS, `has more than ${MOST_OWNERS}`)
      .default([]),
  })
  .transform((room, context) => {
    const checked = checkRoomTexts(room)
    if (checked.ok) return { ...room, ...checked.texts }
    context.addIssue({ code: 'custom', message: checked.refusal.message })
    return z.NEVER
  })

const FILE = z.array(ROOM, 'is no list of rooms').max(MOST_ROOMS, `has more than ${MOST_ROOMS} rooms`)

/** A room as the operator wants it. What is left out stays as it is in a room that is there already. */
export type WantedRoom = z.output<typeof ROOM>

/** The rooms of `--rooms-file`, or a sentence about the first thing that is wrong. */
export function readRoomsFile(path: string): { ok: true; rooms: readonly WantedRoom[] } | Wrong {
  const read = readJsonFile(path, '--rooms-file')
  if (!read.ok) return read
  const parsed = FILE.safeParse(read.value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const isUnknown = issue?.code === 'unrecognized_keys'
    const problem = isUnknown ? `has ${shown(issue.keys[0])}, which no room has` : issue?.message
    return wrong(`In ${shown(path)}: ${placeOf(issue?.path ?? [])} ${problem}.`.replace(/\.\.$/, '.'))
  }
  const names = parsed.data.map(({ room }) => room)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) return wrong(`In ${shown(path)}: the room ${twice} stands twice.`)
  return { ok: true, rooms: parsed.data }
}

/** `[1, 'owners', 0]` is `owners[0] of the room 2`. */
function placeOf([at, ...field]: readonly PropertyKey[]): string {
  if (at === undefined) return 'it'
  const path = field.map((key, depth) => (typeof key === 'number' ? `[${key}]` : `${depth ? '.' : ''}${String(key)}`))
  const room = `room ${Number(at) + 1}`
  return path.length === 0 ? room : `${path.join('')} of ${room}`
}
