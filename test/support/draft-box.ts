import type { DraftStore, StoredDraft } from '../../sdk/client/outbox/draft-store.ts'

export interface DraftBoxMood {
  /** Each call waits for this. */
  wait?: () => Promise<void>
  /** True: this call fails. */
  fails?: () => boolean
  /** True: this write is answered well and forgotten. */
  loses?: () => boolean
}

/** Where several clients keep their drafts in memory: each by a store of its own, until it is closed or killed. */
export class DraftBox {
  readonly #records = new Map<string, { draft: StoredDraft; holder: object }>()
  readonly #living = new Map<object, () => void>()
  mood: DraftBoxMood

  constructor(mood: DraftBoxMood = {}) {
    this.mood = mood
  }

  get drafts(): StoredDraft[] {
    return [...this.#records.values()].map(({ draft }) => draft)
  }

  /** What it holds, as `user: text`, in the order of sending. */
  get texts(): string[] {
    return this.drafts.sort((a, b) => a.order - b.order).map(({ user, text }) => `${user}: ${text}`)
  }

  store(): DraftStore {
    const me = {}
    this.#living.set(me, () => {})
    const keyOf = ({ server, room, cid }: Pick<StoredDraft, 'server' | 'room' | 'cid'>) => [server, room, cid].join(' ')
    const write = async (change: () => void) => {
      await this.mood.wait?.()
      if (this.mood.fails?.()) throw new Error('The store fails.')
      if (!this.mood.loses?.()) change()
    }
    return {
      take: async ({ server, room, user }) => {
        const taken: StoredDraft[] = []
        await this.mood.wait?.()
        if (this.mood.fails?.()) throw new Error('The store fails.')
        for (const record of this.#records.values()) {
          const { draft } = record
          if (draft.server !== server || draft.room !== room || (user ?? draft.user) !== draft.user) continue
          if (record.holder !== me && this.#living.has(record.holder)) continue
          record.holder = me
          taken.push(draft)
        }
        return taken
      },
      put: draft => write(() => this.#records.set(keyOf(draft), { draft: structuredClone(draft), holder: me })),
      remove: key => write(() => this.#records.delete(keyOf(key))),
      clear: ({ server, user }) =>
        write(() => {
          for (const [key, { draft }] of this.#records)
            if (draft.server === server && draft.user === user) this.#records.delete(key)
        }),
      hold: left => {
        this.#living.set(me, left)
        return () => this.#end(me)
      },
    }
  }

  /** The tab of every client is gone, without a word. */
  crash(): void {
    for (const holder of [...this.#living.keys()]) this.#end(holder)
  }

  #end(holder: object): void {
    if (!this.#living.delete(holder)) return
    for (const left of this.#living.values()) left()
  }
}
