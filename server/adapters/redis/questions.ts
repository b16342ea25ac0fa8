import type { Clock } from '../../ports/clock.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { AskedFor, ConnectedThere } from '../../ports/user-bus.ts'
import type { Engine } from './engine.ts'
import { DIRECTORY_TAG } from './partitions.ts'

export interface QuestionsSetup {
  engine: Engine
  clock: Clock
  /** Of this node. */
  node: string
  /** What all channels of questions begin with. */
  channel: string
}

/** Nodes answer at once; whoever is slower is not waited for. ms. */
const WAIT_MS = 250
/** Questions of this node that wait for answers; of more nobody else is asked. */
const MOST = 1_000
/** Answers to one question: nobody has more connections. */
const ANSWERS = 1_000

interface Question extends AskedFor {
  from: string
  ref: number
}

interface Answer {
  ref: number
  found: readonly ConnectedThere[]
}

/** Questions that a node has to all others, on one channel; the answers come on a channel of its own. */
export class Questions {
  readonly #setup: QuestionsSetup
  readonly #waiting = new Map<number, ConnectedThere[]>()
  readonly #ends: (() => void)[]
  #found: ((asked: AskedFor) => readonly ConnectedThere[]) | undefined
  #refs = 0

  constructor(setup: QuestionsSetup) {
    this.#setup = setup
    this.#ends = [
      this.#hear('asks', text => this.#asked(JSON.parse(text) as Question)),
      this.#hear(setup.node, text => this.#answered(JSON.parse(text) as Answer)),
    ]
  }

  async ask({ ids, room }: AskedFor): Promise<readonly ConnectedThere[]> {
    if (this.#waiting.size >= MOST) throw new LogUnavailable('Too much is asked of other nodes.')
    const ref = ++this.#refs
    const found: ConnectedThere[] = []
    this.#waiting.set(ref, found)
    const over = new Promise<void>(resolve => this.#setup.clock.after(WAIT_MS, resolve))
    try {
      await this.#tell('asks', { from: this.#setup.node, ref, ids, room } satisfies Question)
      await over
    } catch (error) {
      throw new LogUnavailable('Other nodes could not be asked.', { cause: error })
    } finally {
      this.#waiting.delete(ref)
    }
    return found
  }

  answer(found: (asked: AskedFor) => readonly ConnectedThere[]): () => void {
    this.#found = found
    return () => {
      this.#found = undefined
    }
  }

  close(): void {
    for (const end of this.#ends) end()
  }

  #asked({ from, ref, ids, room }: Question): void {
    if (from === this.#setup.node) return
    const found = this.#found?.({ ids, room }) ?? []
    // who has nothing to say says nothing
    if (found.length > 0) void this.#tell(from, { ref, found } satisfies Answer).catch(() => {})
  }

  #answered({ ref, found }: Answer): void {
    const known = this.#waiting.get(ref)
    if (known && known.length + found.length <= ANSWERS) known.push(...found)
  }

  #hear(name: string, hear: (text: string) => void): () => void {
    const { engine } = this.#setup
    return engine.subscribe(DIRECTORY_TAG, this.#channelOf(name), { live() {}, lost() {}, message: hear })
  }

  #tell(name: string, what: Question | Answer): Promise<void> {
    return this.#setup.engine.publish(DIRECTORY_TAG, this.#channelOf(name), JSON.stringify(what))
  }

  #channelOf(name: string): string {
    return `${this.#setup.channel}:${name}`
  }
}
