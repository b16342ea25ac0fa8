import { ChatError } from '../../lib/chat-error.ts'
import type { Clock } from '../../lib/clock.ts'
import { loadFile } from './load-file.ts'

const RETRY_MS = 4_000

/** By name; once loaded a part is there for all elements of the page. */
const loaded = new Map<string, unknown>()

export interface PartOptions<File> {
  /** Of its file at the chat server. */
  name: string
  /** As the module graph has it: beside the script, or wherever a bundler puts it. */
  beside(): Promise<File>
  clock: Clock
  /** The chat server's address; empty where it is not known. */
  server(): string
  /** It is here, or could not be loaded this time. */
  changed(): void
}

type State<File> =
  | { status: 'away' }
  | { status: 'loading' }
  | { status: 'here'; file: File }
  | { status: 'failed'; error: ChatError; cancel: () => void }

/** A part of the widget that is a file of its own: loaded when it is wanted first, and tried again while that fails. */
export class Part<File> {
  readonly #options: PartOptions<File>
  #state: State<File> = { status: 'away' }
  #stopped = false

  constructor(options: PartOptions<File>) {
    this.#options = options
  }

  get file(): File | undefined {
    return this.#state.status === 'here' ? this.#state.file : undefined
  }

  /** Why it could not be loaded; it is tried again. */
  get error(): ChatError | undefined {
    return this.#state.status === 'failed' ? this.#state.error : undefined
  }

  load(): void {
    const { name, beside, server, changed } = this.#options
    if (this.#stopped || this.#state.status !== 'away') return
    const known = loaded.get(name)
    if (known) {
      this.#state = { status: 'here', file: known as File }
      return
    }
    this.#state = { status: 'loading' }
    loadFile(beside, server()).then(
      file => {
        loaded.set(name, file)
        this.#state = { status: 'here', file }
        if (!this.#stopped) changed()
      },
      cause => this.#fail(cause),
    )
  }

  stop(): void {
    this.#stopped = true
    if (this.#state.status === 'failed') this.#state.cancel()
  }

  #fail(cause: unknown): void {
    if (this.#stopped) return
    const { name, clock, server, changed } = this.#options
    const gone = `The chat could not be loaded from ${server()}/${name}. Trying again.`
    const error = cause instanceof ChatError ? cause : new ChatError('network', gone, { cause })
    const cancel = clock.after(RETRY_MS, () => {
      this.#state = { status: 'away' }
      this.load()
    })
    this.#state = { status: 'failed', error, cancel }
    changed()
  }
}
