import type { User } from '../protocol/records.ts'
import type { IdentifyReply } from '../protocol/replies.ts'
import type { RoomHost } from './room-host.ts'

/** Who a guest goes on as; `reply`: in place, else with a new connection. */
export interface Identified {
  user: User
  reply: IdentifyReply | undefined
}

/**
 * Asks the open connection to go on as the account that `token` is of. Rejects with the refusal, unless `known` says who
 * that is.
 */
export async function identify(host: RoomHost, token: string, known: User | undefined): Promise<Identified> {
  try {
    const reply = await host.requests.promise<'identify'>({ type: 'identify', token })
    return { user: reply.user, reply }
  } catch (error) {
    if (!known || host.ended) throw error
    return { user: known, reply: undefined }
  }
}
