import type { DraftScope, DraftStore, StoredDraft } from '../../sdk/client/outbox/draft-store.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'

type Key = Pick<StoredDraft, 'server' | 'room' | 'cid'>

interface Kept {
  draft: StoredDraft
  /** The page that holds it; undefined: nobody. */
  holder: object | undefined
}

const MOST_MS = 10

/** What one browser keeps of drafts, for all of its tabs; it takes its time. */
export class SimulatedDrafts {
  readonly #clock: VirtualClock
  readonly #random: () => number
  readonly #kept = new Map<string, Kept>()
  readonly #pages = new Map<object, () => void>()

  constructor(clock: VirtualClock, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  has(cid: string): boolean {
    return [...this.#kept.values()].some(({ draft }) => draft.cid === cid)
  }

  /** The store as one page sees it; `end`: the page is gone, however it went. */
  open(): DraftStore & { end(): void } {
    const page = {}
    const keyOf = ({ server, room, cid }: Key) => `${server} ${room} ${cid}`
    this.#pages.set(page, () => {})
    const soon = <T>(run: () => T): Promise<T> =>
      new Promise(resolve => {
        // what a page asked for is done, although it may be gone by then
        this.#clock.after(MOST_MS * this.#random(), () => resolve(run()))
      })
    const end = () => {
      if (!this.#pages.delete(page)) return
      for (const kept of this.#kept.values()) if (kept.holder === page) kept.holder = undefined
      for (const left of this.#pages.values()) this.#clock.after(0, left)
    }
    return {
      end,
      take: (scope: DraftScope) =>
        soon(() => {
          const mine: StoredDraft[] = []
          for (const kept of this.#kept.values()) {
            const { draft, holder } = kept
            const wanted = draft.server === scope.server && draft.room === scope.room
            if (!wanted || (scope.user ?? draft.user) !== draft.user || (holder && holder !== page)) continue
            if (this.#pages.has(page)) kept.holder = page
            mine.push(draft)
          }
          return mine
        }),
      put: draft =>
        soon(() => {
          const holder = this.#pages.has(page) ? page : undefined
          this.#kept.set(keyOf(draft), { draft, holder })
        }),
      remove: key => soon(() => void this.#kept.delete(keyOf(key))),
      clear: ({ server, user }) =>
        soon(() => {
          for (const [key, { draft }] of this.#kept)
            if (draft.server === server && draft.user === user) this.#kept.delete(key)
        }),
      hold: left => {
        this.#pages.set(page, left)
        return end
      },
    }
  }
}
