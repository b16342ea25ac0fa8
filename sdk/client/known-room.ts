import type { ChangesReply, HistoryReply, SearchReply, UsersReply } from '../protocol/replies.ts'
import type { Pages } from './log/pages.ts'
import type { RoomFacts } from './room-facts.ts'
import { RoomWriter } from './room-writer.ts'
import type { ChangesQuery, HistoryQuery, Room, SearchWithin } from './types.ts'

/** What a room has said of itself to this person, and what they can ask of its log. */
export abstract class KnownRoom extends RoomWriter {
  protected abstract readonly facts: RoomFacts

  get role(): Room['role'] {
    return this.facts.rights.role
  }

  get can(): Room['can'] {
    return this.facts.rights.can
  }

  get info(): Room['info'] {
    return this.facts.info
  }

  history(query?: HistoryQuery): Promise<HistoryReply> {
    return this.page(pages => pages.history(query))
  }

  changes(query: ChangesQuery): Promise<ChangesReply> {
    return this.page(pages => pages.changes(query))
  }

  search(query: string, within?: SearchWithin): Promise<SearchReply> {
    return this.page(pages => pages.search(query, within))
  }

  users(query?: { after?: string; limit?: number }): Promise<UsersReply> {
    return this.page(pages => pages.users(query))
  }

  protected abstract page<T>(question: (pages: Pages) => Promise<T>): Promise<T>
}
