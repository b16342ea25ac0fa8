import type { Position } from '../../sdk/protocol/records.ts'
import { LogUnavailable, type RoomLog, type RoomNews } from '../../server/ports/room-log.ts'

type Call = 'append' | 'resume' | 'page' | 'changes' | 'search' | 'head'
type Held = Call | 'news'

/** A room log whose answers and news can be held back, or refused; what it does, it does when it is called. */
export class HeldLog implements RoomLog {
  readonly #log: RoomLog
  readonly #held = new Map<Held, (() => void)[]>()
  readonly #followers = new Set<{ room: string; listener: (news: RoomNews) => void }>()
  failing: false | 'unavailable' | 'broken' = false
  /** Calls so far, by name. */
  readonly calls: Call[] = []

  constructor(log: RoomLog) {
    this.#log = log
  }

  /** From now on these answers wait. */
  hold(...calls: Held[]): void {
    for (const call of calls) if (!this.#held.has(call)) this.#held.set(call, [])
  }

  /** The answers that wait go out, in order, and later ones do not wait. */
  release(call: Held): void {
    const waiting = this.#held.get(call) ?? []
    this.#held.delete(call)
    for (const go of waiting) go()
  }

  head = (...args: Parameters<RoomLog['head']>) => this.#do('head', () => this.#log.head(...args))
  append = (...args: Parameters<RoomLog['append']>) => this.#do('append', () => this.#log.append(...args))
  resume = (...args: Parameters<RoomLog['resume']>) => this.#do('resume', () => this.#log.resume(...args))
  page = (...args: Parameters<RoomLog['page']>) => this.#do('page', () => this.#log.page(...args))
  changes = (...args: Parameters<RoomLog['changes']>) => this.#do('changes', () => this.#log.changes(...args))
  search = (...args: Parameters<RoomLog['search']>) => this.#do('search', () => this.#log.search(...args))
  pins = (room: string) => this.#log.pins(room)
  ownReactions = (...args: Parameters<RoomLog['ownReactions']>) => this.#log.ownReactions(...args)
  unread = (...args: Parameters<RoomLog['unread']>) => this.#log.unread(...args)

  subscribe = (room: string, listener: (news: RoomNews) => void) => {
    const follower = { room, listener }
    this.#followers.add(follower)
    const stop = this.#log.subscribe(room, news => {
      const waiting = this.#held.get('news')
      if (waiting === undefined) listener(news)
      else waiting.push(() => listener(news))
    })
    return () => {
      this.#followers.delete(follower)
      stop()
    }
  }

  /** Tells the room's subscribers that a new epoch has begun. */
  reset(room: string, head: Position): void {
    for (const each of this.#followers) if (each.room === room) each.listener({ type: 'reset', head })
  }

  ready = () => this.#log.ready()
  close = () => this.#log.close()

  async #do<T>(call: Call, run: () => Promise<T>): Promise<T> {
    this.calls.push(call)
    if (this.failing === 'unavailable') throw new LogUnavailable('no')
    if (this.failing === 'broken') throw new TypeError('broken')
    const answer = await run()
    const waiting = this.#held.get(call)
    if (waiting !== undefined) await new Promise<void>(resolve => waiting.push(resolve))
    return answer
  }
}
