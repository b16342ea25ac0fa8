import type { Command, Commit, Committed, View } from '../../../server/adapters/redis/engine.ts'
import { MemoryEngine, type MemoryRedisServer } from './memory-engine.ts'

/** Counts how often it goes to the server and what comes back; it can let others go first. */
export class CountingEngine extends MemoryEngine {
  views = 0
  commits = 0
  /** Of the commits: somebody else had changed what they relied on. */
  refused = 0
  commands = 0
  /** Characters of replies. */
  size = 0
  readonly #pause: () => Promise<void>

  constructor(server: MemoryRedisServer, pause = async () => {}) {
    super(server)
    this.#pause = pause
  }

  get trips(): number {
    return this.views + this.commits
  }

  override async view(tag: string, commands: readonly Command[]): Promise<View> {
    await this.#pause()
    const view = await super.view(tag, commands)
    this.views++
    this.commands += commands.length
    this.size += JSON.stringify(view.replies).length
    await this.#pause()
    return view
  }

  override async commit(tag: string, commit: Commit): Promise<Committed> {
    await this.#pause()
    const done = await super.commit(tag, commit)
    this.commits++
    if (!done.done) this.refused++
    await this.#pause()
    return done
  }
}
