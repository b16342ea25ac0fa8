import { ChatError } from '../../lib/chat-error.ts'
import type { Clock } from '../../lib/clock.ts'
import { adopt } from '../styles/sheet.ts'
import type { CreateChat } from '../views/view.ts'
import type { ChatBehaviors, ChatBehaviorsOptions } from './chat-behaviors.ts'

const RETRY_MS = 4_000

type State =
  | { status: 'away' }
  | { status: 'loading' }
  | { status: 'here'; file: typeof import('./chat-screen.ts') }
  | { status: 'failed'; error: ChatError; cancel: () => void }

/** The file of the chat screen: loaded when it is wanted first, and tried again while that fails. */
export class ChatScreenFile {
  readonly #root: ShadowRoot
  readonly #clock: Clock
  readonly #changed: () => void
  #state: State = { status: 'away' }
  #stopped = false

  constructor(root: ShadowRoot, clock: Clock, changed: () => void) {
    this.#root = root
    this.#clock = clock
    this.#changed = changed
  }

  get createChat(): CreateChat | ChatError | undefined {
    if (this.#state.status === 'here') return this.#state.file.createChat
    return this.#state.status === 'failed' ? this.#state.error : undefined
  }

  behaviors(options: ChatBehaviorsOptions): ChatBehaviors | undefined {
    return this.#state.status === 'here' ? new this.#state.file.ChatBehaviors(options) : undefined
  }

  load(): void {
    if (this.#state.status !== 'away') return
    this.#state = { status: 'loading' }
    import('./chat-screen.ts').then(
      file => {
        adopt(this.#root, file.cssText)
        this.#turn({ status: 'here', file })
      },
      cause => {
        const cancel = this.#clock.after(RETRY_MS, () => {
          this.#state = { status: 'away' }
          this.load()
        })
        this.#turn({
          status: 'failed',
          error: new ChatError('network', 'The chat could not be loaded.', { cause }),
          cancel,
        })
      },
    )
  }

  stop(): void {
    this.#stopped = true
    if (this.#state.status === 'failed') this.#state.cancel()
  }

  #turn(state: State): void {
    this.#state = state
    if (!this.#stopped) this.#changed()
    else if (state.status === 'failed') state.cancel()
  }
}
