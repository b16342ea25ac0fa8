import { ChatError } from '../../lib/chat-error.ts'
import type { BeforeSend } from '../features/talk/before-send.ts'
import { commandsLoading } from '../features/talk/commands-loading.ts'
import { isLeftOut } from '../features/talk/feature-names.ts'
import { Part } from '../parts/part.ts'
import { laterKnown } from '../views/later.ts'
import type { OrderIntent } from '../views/view.ts'
import type { FeatureHost, Features } from './chat-features.ts'
import type { Missed } from './missed.ts'

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
    const { screen, log } = this.#parts.conversation().view ?? {}
    // Who is about to log in waits for no messages, and nobody looks at a closed panel
    const isClosed = !this.#parts.host.chrome().open
    const isWanted = laterKnown() || (isClosed ? log?.ready : screen === 'login')
    if (!this.#features && isWanted) {
      this.#file.load()
      this.#features = this.#file.file?.chatFeatures(this.#parts)
    }
    this.#features?.look()
  }

  order(intent: OrderIntent): void {
    this.#features?.order(intent)
  }

  /** In the end the page is asked, also before anything is loaded. */
  outgoing(message: BeforeSend, typed?: true): ChatError | undefined {
    const stopped = this.#features ? this.#features.outgoing(message, typed) : this.#early(message, typed)
    if (stopped || this.#parts.host.fire('chat-before-send', message, true)) return stopped
    return new ChatError('canceled', 'The page stopped it.')
  }

  /** Before anything is loaded. */
  #early(message: BeforeSend, typed: true | undefined): ChatError | undefined {
    return isLeftOut(this.#parts.settings().without, 'commands') ? undefined : commandsLoading(message, typed)
  }

  get missed(): Missed | undefined {
    return this.#features?.missed
  }

  stop(): void {
    this.#stopped = true
    this.#file.stop()
    this.#features?.stop()
  }
}
