import type { User } from '../../../protocol/records.ts'
import type { TalkHost } from '../talk/talk-host.ts'

/** What was asked is asked again after this time, in ms. */
const AGAIN_MS = 60_000
/** Of a room with more people the first ones are known. */
const PAGES = 5

export interface PeopleAway {
  /** Everybody who has a place in the room that is shown, as far as is known. */
  users(): readonly User[]
  /** Somebody is about to be named there. */
  ask(): void
}

/** People of a members room, who may be away; asked when they are wanted first. `changed`: more of them are known. */
export function peopleAway({ client, clock, shown }: TalkHost, changed: () => void): PeopleAway {
  let room: string | undefined
  let users: readonly User[] = []
  let askedAt = 0

  async function load(name: string): Promise<User[]> {
    const directory = await client()?.directory()
    const found: User[] = []
    let after: string | undefined
    for (let page = 0; directory && page < PAGES; page++) {
      const { members, next } = await directory.members(name, after)
      found.push(...members.map(({ user }) => user))
      if (next === undefined) break
      after = next
    }
    return found
  }

  return {
    users: () => (shown()?.room.name === room ? users : []),
    ask() {
      const { name, info } = shown()?.room ?? {}
      if (name === undefined || info?.kind !== 'members') return
      if (room === name && clock.now() < askedAt + AGAIN_MS) return
      if (room !== name) users = []
      room = name
      askedAt = clock.now()
      const take = (found: readonly User[]) => {
        if (room !== name) return
        users = found
        changed()
      }
      // Those who are here can be named all the same
      load(name).then(take, () => {})
    },
  }
}
