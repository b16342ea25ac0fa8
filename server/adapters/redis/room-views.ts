import type { Position } from '../../../sdk/protocol/records.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import type { Random } from '../../ports/random.ts'
import { type Command, type Engine, EngineUnavailable, type Reply } from './engine.ts'
import { type RoomKeys, roomKeys } from './room-keys.ts'

/** What was asked of a room, and where its log stands: as of one moment. */
export interface RoomView {
  replies: readonly Reply[]
  head: Position
  /** Before this seq nothing is held. */
  first: number
}

/** Rooms whose keys are known. */
const ROOMS = 10_000
/** A server that is another one each time it is asked is none. */
const TRIES = 10

/** Reads of rooms, each as of one moment. */
export class RoomViews {
  readonly #engine: Engine
  readonly #prefix: string
  readonly #random: Random
  readonly #keys = new BoundedMap<RoomKeys>(ROOMS)

  constructor(engine: Engine, prefix: string, random: Random) {
    this.#engine = engine
    this.#prefix = prefix
    this.#random = random
  }

  keys(room: string): RoomKeys {
    let keys = this.#keys.get(room)
    if (!keys) {
      keys = roomKeys(this.#prefix, room)
      this.#keys.set(room, keys)
    }
    return keys
  }

  /** A room that was not read since the server began to run gets an epoch, and is read anew. */
  async read(room: string, commands: readonly Command[]): Promise<RoomView> {
    const { tag, meta, channel } = this.keys(room)
    for (let tries = 0; tries < TRIES; tries++) {
      const view = await this.#engine.view(tag, [...commands, ['HMGET', meta, 'e', 's', 'r', 'f']])
      const replies = view.replies.slice(0, -1)
      const [epoch, seq, run, first] = view.replies.at(-1) as (string | null)[]
      if (epoch && run === view.run)
        return { replies, head: { epoch, seq: Number(seq ?? 0) }, first: Number(first ?? 1) }
      const log = { meta, events: 0, freshEpoch: this.#random.id(), channel, told: '' }
      await this.#engine.commit(tag, { checks: [], commands: [], log })
    }
    throw new EngineUnavailable('The server is another one each time.')
  }
}
