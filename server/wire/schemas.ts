import { z } from 'zod'
import { CID } from '../../sdk/protocol/limits.ts'
import type { ClientFrame, RequestType } from '../../sdk/protocol/requests.ts'

const ref = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)
const seq = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const room = z.string()
const limit = z.number().int().positive().optional()
const position = { room, epoch: z.string().max(256).optional(), seq: seq.optional() }

const connect = z.object({
  type: z.literal('connect'),
  ref,
  token: z.string().optional(),
  rooms: z.array(z.object(position)).optional(),
})
const join = z.object({ type: z.literal('join'), ref, ...position })
const leave = z.object({ type: z.literal('leave'), ref, room })
const sendMessage = z.object({
  type: z.literal('send_message'),
  ref,
  room,
  cid: z.string().regex(CID, 'has 1 to 64 of A-Z a-z 0-9 _ -'),
  text: z.string(),
})
const history = z.object({
  type: z.literal('history'),
  ref,
  room,
  before: seq.optional(),
  epoch: z.string().max(256).optional(),
  limit,
})
const users = z.object({ type: z.literal('users'), ref, room, after: z.string().max(256).optional(), limit })
const typing = z.object({ type: z.literal('typing'), ref: ref.optional(), room, active: z.boolean() })
const disconnect = z.object({ type: z.literal('disconnect'), ref })

const schemas = { connect, join, leave, send_message: sendMessage, history, users, typing, disconnect } as const

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type FrameOf<K extends RequestType> = Extract<ClientFrame, { type: K }>
// Does not compile when a schema and its type in sdk/protocol/requests.ts differ.
const proof: { [K in RequestType]: Same<z.infer<(typeof schemas)[K]>, FrameOf<K>> } = {
  connect: true,
  join: true,
  leave: true,
  send_message: true,
  history: true,
  users: true,
  typing: true,
  disconnect: true,
}

/** What each request must look like. Unknown fields are left out of what comes through. */
export const REQUEST_SCHEMAS: { [K in keyof typeof proof]: z.ZodType<FrameOf<K>> } = schemas

export const REF = ref
