import type { Role } from '../../sdk/protocol/policy.ts'
import { userOf } from '../../sdk/protocol/user-of.ts'
import type { RoomRequest, ServerRequest } from '../../server/app/actions/action.ts'
import type { Authenticator, Identity } from '../../server/app/identity/authenticator.ts'
import type { Membership, RoomRecord } from '../../server/ports/directory.ts'
import { type HarnessClient, type HarnessOptions, HubHarness } from './hub-harness.ts'

/** A token is an id: `a:ann` of an account, `g:bob` of a guest; `a:ann=moderator=https://x/a.png` where a site says more. */
export function identityOf(token: string): Identity {
  const [id = '', role = id.startsWith('a:') ? 'user' : 'guest', picture] = token.split('=') as [string, Role?, string?]
  return { id: `s-${id}`, user: { ...userOf(id, id.slice(2)), ...(picture && { picture }) }, role }
}

const byId: Authenticator = {
  attach: async token => ({ ok: true, identity: identityOf(token), detach() {} }),
}

/** A hub with accounts, and with rooms that somebody made. */
export class PeopleHarness extends HubHarness {
  constructor(options: HarnessOptions = {}) {
    super({ authenticator: byId, ...options })
  }

  async accounts(...ids: string[]): Promise<void> {
    const times = { createdAt: 1, seenAt: 1, notBefore: 0 }
    for (const id of ids) {
      const name = id.slice(2)
      await this.directory.addAccount({ id, name, keys: [name], role: 'user', guestIds: [], ...times })
    }
  }

  /** By id, what each is in it. */
  async room(
    room: string,
    set: Partial<RoomRecord> = {},
    people: Record<string, Membership['role']> = {},
  ): Promise<void> {
    const record = {
      kind: 'open',
      slowMs: 0,
      write: 'guest',
      locked: false,
      createdBy: 'a:maker',
      createdAt: 1,
    } as const
    const members = Object.entries(people).map(([user, role]) => ({ user, role }))
    const added = await this.directory.addRoom({ room, ...record, ...set }, members)
    if (added !== 'ok') throw new Error(added)
  }

  /** A connection in these rooms, which is told of nothing yet. */
  as(token: string, ...rooms: string[]): Promise<HarnessClient> {
    return this.enter(token, ...rooms)
  }

  /** Without a socket; the answer's fields, or the refusal. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  async perform(token: string, request: RoomRequest | ServerRequest): Promise<any> {
    const identity = identityOf(token)
    const answer = this.hub.perform({ identity, sharer: { user: identity.user.id, address: 'x' } }, request)
    await this.quiet()
    const result = await answer
    return result.ok ? JSON.parse(`{${result.fields}}`) : result.refusal
  }
}
