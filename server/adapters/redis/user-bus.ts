import type { Clock } from '../../ports/clock.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { AskedFor, PeopleNews, PersonListener, PersonNews, UserBus } from '../../ports/user-bus.ts'
import type { Engine } from './engine.ts'
import { DIRECTORY_TAG, tagOf } from './partitions.ts'
import { Questions } from './questions.ts'

/** Whoever is back so soon is followed still. */
const LINGER_MS = 5_000

export interface RedisUserBusOptions {
  engine: Engine
  clock: Clock
  /** Of this node: another one after each start, without spaces. */
  node: string
  /** Of all channels. */
  prefix: string
}

interface Followed {
  /** Undefined: nobody follows them, since a moment ago. */
  listener: PersonListener | undefined
  end: () => void
  cancel: () => void
}

/** One channel for each person who is connected, and one for all nodes. */
export class RedisUserBus implements UserBus {
  readonly #options: RedisUserBusOptions
  readonly #followed = new Map<string, Followed>()
  readonly #listeners = new Set<(news: PeopleNews) => void>()
  readonly #end: () => void
  readonly #questions: Questions
  readonly ask: UserBus['ask']
  readonly answer: UserBus['answer']

  constructor(options: RedisUserBusOptions) {
    this.#options = options
    const { engine } = options
    this.#questions = new Questions({ ...options, channel: this.#all })
    this.ask = (asked: AskedFor) => this.#questions.ask(asked)
    this.answer = found => this.#questions.answer(found)
    this.#end = engine.subscribe(DIRECTORY_TAG, this.#all, {
      live() {},
      lost() {},
      message: text => {
        const news = this.#decode<PeopleNews>(text)
        if (news) for (const listener of [...this.#listeners]) listener(news)
      },
    })
  }

  /** People whose channels are subscribed. */
  get size(): number {
    return this.#followed.size
  }

  tell(user: string, news: PersonNews): Promise<void> {
    return this.#publish(tagOf(user), this.#channel(user), news)
  }

  tellAll(news: PeopleNews): Promise<void> {
    return this.#publish(DIRECTORY_TAG, this.#all, news)
  }

  follow(user: string, listener: PersonListener): () => void {
    const followed = this.#followed.get(user) ?? this.#subscribe(user)
    followed.cancel()
    followed.listener = listener
    return () => {
      if (followed.listener !== listener) return
      followed.listener = undefined
      followed.cancel = this.#options.clock.after(LINGER_MS, () => {
        followed.end()
        this.#followed.delete(user)
      })
    }
  }

  followAll(listener: (news: PeopleNews) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#end()
    this.#questions.close()
    for (const { end, cancel } of this.#followed.values()) {
      cancel()
      end()
    }
    this.#followed.clear()
  }

  #subscribe(user: string): Followed {
    const followed: Followed = { listener: undefined, end: () => {}, cancel: () => {} }
    this.#followed.set(user, followed)
    followed.end = this.#options.engine.subscribe(tagOf(user), this.#channel(user), {
      live: () => followed.listener?.missed(),
      lost() {},
      message: text => {
        const news = this.#decode<PersonNews>(text)
        if (news) followed.listener?.heard(news)
      },
    })
    return followed
  }

  async #publish(tag: string, channel: string, news: PersonNews | PeopleNews): Promise<void> {
    const { engine, node } = this.#options
    try {
      await engine.publish(tag, channel, `${node} ${JSON.stringify(news)}`)
    } catch (error) {
      throw new LogUnavailable('Other nodes could not be told.', { cause: error })
    }
  }

  /** Undefined: it is of this node, or is none. */
  #decode<News>(text: string): News | undefined {
    const at = text.indexOf(' ')
    if (text.slice(0, at) === this.#options.node) return undefined
    try {
      return JSON.parse(text.slice(at + 1)) as News
    } catch {
      return undefined
    }
  }

  #channel(user: string): string {
    return `${this.#options.prefix}{${tagOf(user)}}:u:${user}`
  }

  get #all(): string {
    return `${this.#options.prefix}{${DIRECTORY_TAG}}:u`
  }
}
