import type { Message, User } from '../../protocol/records.ts'
import type { RoomHost } from '../room-host.ts'
import type { DraftFields } from './draft-entry.ts'
import { frameBytes } from './draft-request.ts'
import type { StoredDraft } from './draft-store.ts'

/** A durable event as far as a draft of it is concerned. `id`: of the message. */
export type Landed = Pick<Message, 'cid' | 'seq' | 'id' | 'sentAt'> & { user?: User | undefined }

export interface DraftRecall {
  /** Nothing is sent meanwhile: what is stored goes first. */
  waiting(): boolean
  /** The user is known and the room is wanted: asks once for each user. */
  start(): void
  /** Another client of this user has ended, and may have left drafts. */
  inherit(): void
  /** A message, or the change of one, was seen. */
  see(message: Landed): void
  /** A draft has left the outbox. */
  drop(cid: string): void
  /** What is still on its way does not count. */
  reset(): void
}

/** How long sending waits for a store that is slow. */
const WAIT_MS = 1_000

/**
 * Brings back what is stored of one room. `found` is given stored drafts, in no order, and what was seen
 * while they were fetched; `done` is called when nothing is waited for any more.
 */
export function draftRecall(
  room: string,
  host: RoomHost,
  found: (drafts: readonly DraftFields[], landed: readonly Landed[]) => void,
  done: () => void,
): DraftRecall {
  const { server, clock, drafts: store } = host
  /** For each time that stored drafts are fetched what has left the outbox meanwhile. */
  const fetching = new Set<Set<string>>()
  let asked: { user: string; seen: Landed[] | undefined } | undefined
  let cancel: (() => void) | undefined

  const restore = ({ text, request = { type: 'send_message', text }, ...draft }: StoredDraft): DraftFields => ({
    ...draft,
    request,
    stored: true,
    // whether it may be sent was checked when it was written
    bytes: frameBytes(room, draft.cid, request),
  })

  async function take(user?: string): Promise<void> {
    const mine = asked
    const seen = mine?.seen ?? []
    const gone = new Set<string>()
    fetching.add(gone)
    try {
      const drafts = await store?.take({ server, room, user })
      const left = drafts?.filter(({ cid }) => !gone.has(cid))
      if (mine === asked && left?.[0]) found(left.map(restore), [...seen])
    } finally {
      fetching.delete(gone)
    }
  }

  function reset(): void {
    cancel?.()
    asked = undefined
  }

  return {
    waiting: () => !!asked?.seen,
    start() {
      const { user } = host
      if (!store || !user || asked?.user === user.id) return
      reset()
      const mine: typeof asked = { user: user.id, seen: [] }
      const finish = () => {
        if (mine !== asked) return
        mine.seen = undefined
        cancel?.()
        done()
      }
      asked = mine
      cancel = clock.after(WAIT_MS, finish)
      take().then(finish, finish)
    },
    inherit() {
      if (asked) take(asked.user).catch(() => {})
    },
    see(message) {
      asked?.seen?.push(message)
    },
    drop(cid) {
      for (const gone of fetching) gone.add(cid)
    },
    reset,
  }
}
