import type { Position } from '../../sdk/protocol/records.ts'
import { eventWithoutNames, messageWithoutNames } from '../events/without-names.ts'
import {
  type Appended,
  type Changes,
  type ChangesQuery,
  type EventDraft,
  type Found,
  LogUnavailable,
  type Page,
  type PageQuery,
  type Refused,
  type Resumed,
  type RoomLog,
  type SearchQuery,
} from '../ports/room-log.ts'
import type { RemovedPeople } from './removed-people.ts'

/**
 * A room log as people may read it: who was removed has no name any more, wherever they stand in what is read or told. Where
 * nobody ever was, everything goes by as it is. Of who was removed, or is just being, nothing is taken.
 */
export class LogWithoutNames implements RoomLog {
  readonly #log: RoomLog
  readonly #removed: RemovedPeople

  constructor(log: RoomLog, removed: RemovedPeople) {
    this.#log = log
    this.#removed = removed
  }

  head: RoomLog['head'] = room => this.#log.head(room)
  pins: RoomLog['pins'] = room => this.#log.pins(room)
  ownReactions: RoomLog['ownReactions'] = (...asked) => this.#log.ownReactions(...asked)
  unread: RoomLog['unread'] = (...asked) => this.#log.unread(...asked)
  ready: RoomLog['ready'] = () => this.#log.ready()
  close: RoomLog['close'] = () => this.#log.close()

  append(draft: EventDraft, lingerMs?: number): Promise<Appended | Refused> {
    if (this.#removed.refuses(draft.user.id)) return Promise.reject(new LogUnavailable('They are removed.'))
    const answer = this.#log.append(draft, lingerMs)
    return this.#removed.some ? answer.then(this.#maskRefused) : answer
  }

  resume(room: string, from: Position, limit: number, maxBytes?: number): Promise<Resumed> {
    return this.#log.resume(room, from, limit, maxBytes).then(this.#maskResumed)
  }

  page(room: string, query: PageQuery): Promise<Page | undefined> {
    return this.#log.page(room, query).then(this.#mask)
  }

  changes(room: string, query: ChangesQuery): Promise<Changes> {
    return this.#log.changes(room, query).then(this.#mask)
  }

  search(room: string, query: SearchQuery): Promise<Found> {
    return this.#log.search(room, query).then(this.#mask)
  }

  subscribe: RoomLog['subscribe'] = (room, listener) =>
    this.#log.subscribe(room, news => {
      if (!this.#removed.some || news.type === 'reset') listener(news)
      else listener(eventWithoutNames(news, this.#removed.has))
    })

  // whoever is removed while it is read has no name any more, either
  #mask = <T extends Page | Changes | Found | undefined>(read: T): T => {
    if (!this.#removed.some || read === undefined) return read
    return { ...read, messages: read.messages.map(message => messageWithoutNames(message, this.#removed.has)) }
  }

  #maskResumed = (read: Resumed): Resumed => {
    if (!this.#removed.some || read.events === undefined) return read
    return { ...read, events: read.events.map(event => eventWithoutNames(event, this.#removed.has)) }
  }

  #maskRefused = (answer: Appended | Refused): Appended | Refused => {
    if (!('refused' in answer) || answer.current === undefined) return answer
    return { ...answer, current: messageWithoutNames(answer.current, this.#removed.has) }
  }
}
