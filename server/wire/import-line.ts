import { z } from 'zod'
import { CID, DEFAULT_LIMITS, USERNAME_LENGTH } from '../../sdk/protocol/limits.ts'
import { checkText } from '../core/message-text.ts'
import { refuseRoomName } from '../core/room-name.ts'

const message = z.object({
  room: z.string().refine(room => refuseRoomName(room) === undefined, 'no name of a room'),
  id: z.string().min(1).max(64),
  cid: z.string().regex(CID, 'has 1 to 64 of A-Z a-z 0-9 _ -'),
  user: z.object({
    id: z.string().min(1).max(64),
    name: z
      .string()
      .min(1)
      .max(USERNAME_LENGTH * 4),
  }),
  text: z.string(),
  sentAt: z.int().nonnegative(),
})

export type ImportedMessage = z.output<typeof message>

/** A line of an export; its seq does not count. */
export function decodeImportLine(line: string): { ok: true; value: ImportedMessage } | { ok: false; reason: string } {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return { ok: false, reason: 'it is not JSON.' }
  }
  const parsed = message.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { ok: false, reason: `${issue?.path.join('.') || 'it'} is wrong (${issue?.message}).` }
  }
  const text = checkText(parsed.data.text, DEFAULT_LIMITS.messageLength)
  if (!text.ok) return { ok: false, reason: text.refusal.message }
  return { ok: true, value: { ...parsed.data, text: text.text } }
}
