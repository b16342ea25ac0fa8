import { ChatError } from '../../lib/chat-error.ts'
import type { Clock } from '../../lib/clock.ts'
import { adopt } from '../styles/sheet.ts'
import type { CreateChat } from '../views/view.ts'
import type { ChatBehaviors, ChatBehaviorsOptions } from './chat-behaviors.ts'
import { loadFile } from './load-file.ts'

const RETRY_MS = 4_000

type File = typeof import('./chat-screen.ts')

/** Once loaded it is there for all elements of the page. */
let loaded: File | undefined

type State =
  | { status: 'away' }
  | { status: 'loading' }
  | { status: 'here'; file: File }
  | { status: 'failed'; error: ChatError; cancel: () => void }

/** The file of the chat screen for one root: loaded when it is wanted first, and tried again while that fails. */
export class ChatScreenFile {
  readonly #root: ShadowRoot
  readonly #clock: Clock
  readonly #changed: () => void
  readonly #server: () => string
  #state: State = { status: 'away' }
  #stopped = false

  /** `server` gives the chat server's address. */
  constructor(root: ShadowRoot, clock: Clock, changed: () => void, server: () => string) {
    this.#root = root
    this.#clock = clock
    this.#changed = changed
    this.#server = server
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
    if (loaded) {
      this.#use(loaded)
      return
    }
    this.#state = { status: 'loading' }
    loadFile<File>(() => import('./chat-screen.ts'), this.#server(), 'chat-screen.mjs').then(
      file => {
        loaded = file
        this.#use(file)
        if (!this.#stopped) this.#changed()
      },
      cause => {
        const cancel = this.#clock.after(RETRY_MS, () => {
          this.#state = { status: 'away' }
          this.load()
        })
        const gone = `The chat could not be loaded from ${this.#server()}/chat-screen.mjs. Trying again.`
        const error = cause instanceof ChatError ? cause : new ChatError('network', gone, { cause })
        this.#state = { status: 'failed', error, cancel }
        if (this.#stopped) cancel()
        else this.#changed()
      },
    )
  }

  stop(): void {
    this.#stopped = true
    if (this.#state.status === 'failed') this.#state.cancel()
  }

  #use(file: File): void {
    adopt(this.#root, file.cssText)
    this.#state = { status: 'here', file }
  }
}
