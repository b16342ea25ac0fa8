import type { Channel } from './channel.ts'
import type { Connection } from './connection.ts'
import type { Hear } from './redis-module.ts'

/** Channels of one command. */
const AT_ONCE = 500

/** What a server was told of a channel; undefined: nothing. */
interface Place {
  readonly tag: string
  state: 'entering' | 'in' | 'leaving'
}

/** The channels that are heard from one server, over whatever connection there is. One act on each channel is on its way at a time. */
export class Subscriber {
  readonly #channels = new Map<string, Channel>()
  readonly #places = new Map<string, Place>()
  /** Of these the server may have to be told. */
  readonly #doubtful = new Set<string>()
  readonly #sharded: boolean
  #connection: Connection | undefined
  #isDue = false

  /** `sharded`: in a cluster, where the channels of one command are of one tag. */
  constructor(sharded: boolean) {
    this.#sharded = sharded
  }

  enter(channel: Channel): void {
    this.#channels.set(channel.name, channel)
    this.#doubt(channel.name)
  }

  /** It is not heard here any more. */
  leave(channel: Channel): void {
    this.#channels.delete(channel.name)
    channel.lost()
    this.#doubt(channel.name)
  }

  up(connection: Connection): void {
    this.#connection = connection
    for (const name of this.#channels.keys()) this.#doubt(name)
  }

  down(): void {
    this.#connection = undefined
    this.#places.clear()
    this.#doubtful.clear()
    for (const channel of [...this.#channels.values()]) channel.lost()
  }

  readonly #hear: Hear = (text, name) => this.#channels.get(name)?.message(text)

  #doubt(name: string): void {
    this.#doubtful.add(name)
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      if (this.#connection) this.#settle(this.#connection)
    })
  }

  #settle(connection: Connection): void {
    const entering = new Map<string, string[]>()
    const leaving = new Map<string, string[]>()
    for (const name of this.#doubtful) {
      const [channel, place] = [this.#channels.get(name), this.#places.get(name)]
      if (channel && !place) {
        this.#places.set(name, { tag: channel.tag, state: 'entering' })
        this.#group(entering, channel.tag, name)
      } else if (channel && place?.state === 'in') channel.live()
      else if (!channel && place?.state === 'in') {
        place.state = 'leaving'
        this.#group(leaving, place.tag, name)
      }
    }
    this.#doubtful.clear()
    for (const names of inParts(leaving)) this.#act(connection, names, 'leaving')
    for (const names of inParts(entering)) this.#act(connection, names, 'entering')
  }

  #group(groups: Map<string, string[]>, tag: string, name: string): void {
    const key = this.#sharded ? tag : ''
    const group = groups.get(key) ?? []
    group.push(name)
    groups.set(key, group)
  }

  #act(connection: Connection, names: readonly string[], act: 'entering' | 'leaving'): void {
    const done =
      act === 'entering'
        ? connection.subscribe(names, this.#hear, this.#sharded)
        : connection.unsubscribe(names, this.#hear, this.#sharded)
    done.then(
      () => {
        if (this.#connection !== connection) return
        for (const name of names) this.#acted(name, act)
      },
      // nobody knows what is heard now
      error => connection.fall(error as Error),
    )
  }

  #acted(name: string, act: 'entering' | 'leaving'): void {
    const place = this.#places.get(name)
    if (act === 'leaving') this.#places.delete(name)
    else if (place) place.state = 'in'
    const channel = this.#channels.get(name)
    if (act === 'entering' && channel) channel.live()
    else if (act === 'entering' || channel) this.#doubt(name)
  }
}

function inParts(groups: Map<string, string[]>): string[][] {
  const parts: string[][] = []
  for (const names of groups.values())
    for (let at = 0; at < names.length; at += AT_ONCE) parts.push(names.slice(at, at + AT_ONCE))
  return parts
}
