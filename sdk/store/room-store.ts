import type { Room } from '../client/types.ts'
import type { ChatError } from '../lib/chat-error.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { collator } from '../lib/collator.ts'
import { Computed } from '../lib/computed.ts'
import { buildView, type RoomState } from './build-view.ts'
import type { ClientStore } from './client-store.ts'
import { followRoom } from './follow-room.ts'
import { keepNear } from './keep-near.ts'
import { latePager, withPager } from './late-pager.ts'
import type { Goal, PagerTarget } from './room-pager.ts'
import { EMPTY_ROSTER, roster } from './roster.ts'
import { timeline } from './timeline.ts'
import { type EdgeState, EMPTY_TIMELINE, firstSeq, lastSeq, type TimelineEvent } from './timeline-state.ts'
import type { Intent, ViewModel } from './view-model.ts'
import { write } from './write.ts'

export interface RoomStoreOptions {
  /** The client that it is a room of; each of its rooms has a store. */
  client: ClientStore
  room: string
  /** How names are sorted. */
  lang?: string | undefined
  clock?: Clock | undefined
}

const nothing = () => {}
const askable = (beyond: EdgeState) => beyond === 'more' || beyond === 'failed'

/** One room of one client as a view-model: `view` is built when it is read, `dispatch` takes what people want. */
export class RoomStore {
  readonly room: Room
  readonly #client: ClientStore
  readonly #clock: Clock
  readonly #undo: (() => void)[] = []
  readonly #pager: PagerTarget
  readonly #computed: Computed<ViewModel>
  #state: RoomState
  /** What the view was built from. */
  #built: RoomState | undefined
  #stopped = false
  #reading: string | undefined

  constructor({ client, room, lang, clock = systemClock }: RoomStoreOptions) {
    const sorting = collator(lang)
    this.#client = client
    this.#clock = clock
    this.room = client.client.room(room)
    const { role, can, info } = this.room
    this.#state = {
      room,
      rights: { role, can },
      info,
      refused: undefined,
      timeline: EMPTY_TIMELINE,
      roster: EMPTY_ROSTER,
      typing: [],
    }
    this.#computed = new Computed(view => {
      const before = view && this.#built && { state: this.#built, view }
      this.#built = this.#state
      return buildView(this.#state, client.view, client.client.limits.messageLength, sorting, before)
    })
    this.#pager = {
      log: event => {
        this.#log(event)
        this.#keepNear()
      },
      timeline: () => this.#state.timeline,
      read: key => {
        this.#reading = key
      },
      clock,
      people: event => this.#set({ roster: roster(this.#state.roster, event) }),
      known: () => {
        const { users, more } = this.view.people
        return { next: this.#state.roster.next, users: users.length, more }
      },
    }
  }

  /** As it is now. */
  get view(): ViewModel {
    return this.#computed.value
  }

  /** The key of the first message in sight, while the newest one is not: what is far from it may go. */
  set reading(key: string | undefined) {
    this.#reading = key
    if (key === undefined) this.#keepNear()
  }

  /** Calls when `view` has changed since it was read last. Returns what ends that. */
  subscribe(changed: () => void): () => void {
    return this.#computed.subscribe(changed)
  }

  /** Begins to follow the room, and joins it whenever somebody is logged in. */
  start(): void {
    this.#undo.push(
      this.#client.subscribe(() => this.#computed.invalidate()),
      followRoom(this.room, {
        ...this.#pager,
        refused: refused => this.#set({ refused }),
        failed: error => {
          // What a session left is told by its end
          if (error.code !== 'unauthorized') this.#client.show(error)
        },
        joined: () => {
          // the next join asks again
          if (this.#state.timeline.stale) withPager(pager => pager.pageChanges(this.room, this.#pager), nothing)
        },
        typing: typing => this.#set({ typing }),
        rights: rights => this.#set({ rights }),
        info: info => this.#set({ info }),
        now: () => this.#clock.now(),
        client: this.#client.client,
      }),
      this.#client.onEnter(() => this.room.join().catch(() => {})),
      this.#client.client.on('session', () => this.#askOwn()),
    )
  }

  /** Why a text cannot be sent: `invalid_message`, `too_large`, ...; undefined: it is done, or on its way. */
  dispatch(intent: Intent): ChatError | undefined {
    switch (intent.type) {
      case 'login':
      case 'logout':
      case 'reconnect':
        this.#client.dispatch(intent)
        return undefined
      case 'older':
        this.#pageOlder()
        return undefined
      case 'newer':
        this.#pageNewer()
        return undefined
      case 'more-people':
        withPager(
          pager => !this.#state.roster.loading && pager.pagePeople(this.room, this.#pager),
          () => this.#pager.people({ type: 'users', fetched: 'failed' }),
        )
        return undefined
      default:
        return write(this.room, intent)
    }
  }

  /**
   * Reads on around a message of this id, or around the first at or after a time, wherever that is. Resolves with its seq;
   * undefined: it is not there. Rejects with the ChatError of the page.
   */
  async goTo(goal: Goal): Promise<number | undefined> {
    const pager = await latePager()
    return pager.pageAround(this.room, this.#pager, goal)
  }

  /** Lets go of the room, which stays as it is. */
  stop(): void {
    this.#stopped = true
    for (const undo of this.#undo.splice(0)) undo()
    this.#computed.clear()
  }

  #pageOlder(): void {
    withPager(
      pager => askable(this.#state.timeline.older) && pager.pageOlder(this.room, this.#pager),
      () => this.#log({ type: 'older', before: firstSeq(this.#state.timeline.rows), fetched: 'failed' }),
    )
  }

  #pageNewer(): void {
    const { historyPage } = this.#client.client.limits
    withPager(
      pager => askable(this.#state.timeline.newer) && pager.pageNewer(this.room, this.#pager, historyPage),
      () => {
        const after = lastSeq(this.#state.timeline.rows)
        this.#log({ type: 'newer', after, before: after, fetched: 'failed' })
      },
    )
  }

  /** Who was a guest may have reacted in another tab under the id that they have now. */
  #askOwn(): void {
    if (this.#client.client.guestId === undefined) return
    this.#log({ type: 'reader' })
    withPager(pager => pager.pageChanges(this.room, this.#pager), nothing)
  }

  #log(event: TimelineEvent): void {
    this.#set({ timeline: timeline(this.#state.timeline, event) })
  }

  #keepNear(): void {
    const event = keepNear(this.#state.timeline, this.#computed.last?.log.items ?? [], this.#reading)
    if (event) this.#log(event)
  }

  #set(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#stopped) this.#computed.invalidate()
  }
}
