import { z } from 'zod'
import { MEMBER_ROLES, ROOM_KINDS, SANCTION_KINDS } from '../../sdk/protocol/policy.ts'
import { isEntryType } from './entry-types.ts'

// lengths and names are those of the directory, which looks at them
const room = z.string()
const user = z.string()
const at = z.int().nonnegative()

const entry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('account'),
    id: user,
    name: z.string(),
    keys: z.array(z.string()),
    role: z.enum(['user', 'admin']),
    password: z.string().optional(),
    issuer: z.string().optional(),
    subject: z.string().optional(),
    picture: z.string().optional(),
    createdAt: at,
    seenAt: at,
    notBefore: at,
    guestIds: z.array(user),
  }),
  z.object({ type: z.literal('removed'), id: user }),
  z.object({ type: z.literal('erasure'), id: user, ids: z.array(user).max(100) }),
  // it stands for somebody of a site without saying who they are
  z.object({ type: z.literal('removal'), key: z.string().regex(/^[A-Za-z0-9_-]{43}$/), at }),
  z.object({
    type: z.literal('room'),
    room,
    kind: z.enum(ROOM_KINDS),
    title: z.string().optional(),
    topic: z.string().optional(),
    slowMs: at,
    write: z.enum(['guest', 'user', 'member']),
    locked: z.boolean(),
    hideModerators: z.boolean().optional(),
    filters: z
      .record(z.string(), z.unknown())
      .transform((filters): object => filters)
      .optional(),
    pair: z.tuple([user, user]).readonly().optional(),
    createdBy: user,
    createdAt: at,
  }),
  z.object({ type: z.literal('membership'), room, user, role: z.enum(MEMBER_ROLES), since: at }),
  z.object({ type: z.literal('invitation'), room, user, by: user, at }),
  z.object({ type: z.literal('block'), by: user, user }),
  z.object({ type: z.literal('position'), user, room, epoch: z.string(), seq: at }),
  z.object({
    type: z.literal('sanction'),
    room,
    user,
    kind: z.enum([...SANCTION_KINDS, 'watch']),
    until: at.optional(),
    reason: z.string().optional(),
    by: user,
    at,
  }),
])

/** What is known of rooms and people, as a line of an export. */
export type ImportedEntry = z.output<typeof entry>

/** Undefined: it is none of these lines. */
export function decodeImportEntry(json: unknown): z.ZodSafeParseResult<ImportedEntry> | undefined {
  const isOne = typeof json === 'object' && json !== null && 'type' in json && isEntryType(json.type)
  return isOne ? entry.safeParse(json) : undefined
}
