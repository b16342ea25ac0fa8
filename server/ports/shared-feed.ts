import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { DirectoryNews } from './directory-news.ts'

/** What is heard of one room. */
export interface RoomHints {
  /** From now on everything is heard; what was committed before may have been missed. */
  live(): void
  /** Something may be missed, until `live`. */
  lost(): void
  /** Events that somebody committed, one behind the other. */
  told(epoch: string, events: readonly DurableEvent[]): void
}

/** What is heard of the directory. */
export interface DirectoryHints {
  news(news: readonly DirectoryNews[]): void
  /** Some news was missed. */
  missed(): void
}

/** What others commit to a store. It is a hint, any of which may be lost: the store is the truth. */
export interface SharedFeed {
  /** Returns what ends it. */
  room(room: string, hints: RoomHints): () => void
  directory(hints: DirectoryHints): () => void
  /** What was committed until a second ago was heard, if it was not lost on its way. */
  readonly current: boolean
}
