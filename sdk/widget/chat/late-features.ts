import type { Position } from '../../protocol/records.ts'
import { Part } from '../parts/part.ts'
import { laterKnown } from '../views/later.ts'
import type { OrderIntent } from '../views/view.ts'
import type { FeatureHost, Features } from './chat-features.ts'

/** What a chat may have beside its room; nobody waits for it, so it is loaded behind the first messages. */
export class LateFeatures implements Features {
  readonly #parts: FeatureHost
  readonly #file: Part<typeof import('./features-part.ts')>
  #features: Features | undefined
  #stopped = false

  constructor(parts: FeatureHost) {
    this.#parts = parts
    this.#file = new Part({
      name: 'chat-features.mjs',
      beside: () => import('./features-part.ts'),
      clock: parts.host.clock,
      server: () => parts.conversation().client?.server ?? '',
      changed: () => this.look(),
    })
  }

  look(): void {
    if (this.#stopped) return
    // who is about to log in waits for no messages
    const isWanted = laterKnown() || this.#parts.conversation().view?.screen === 'login'
    if (!this.#features && isWanted) {
      this.#file.load()
      this.#features = this.#file.file?.chatFeatures(this.#parts)
    }
    this.#features?.look()
  }

  order(intent: OrderIntent): void {
    this.#features?.order(intent)
  }

  seen(room: string, position: Position): void {
    this.#features?.seen(room, position)
  }

  stop(): void {
    this.#stopped = true
    this.#file.stop()
    this.#features?.stop()
  }
}
