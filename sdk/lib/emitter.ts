import { ChatError } from './chat-error.ts'

export type Listener<T> = (value: T) => void

/** Typed events: `on` returns what undoes it. A listener that throws does not stop the others. */
export class Emitter<Events extends object> {
  readonly #names: { [name in keyof Events]: unknown }
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()

  /** `names`: an object with a key for each event there is. */
  constructor(names: { [name in keyof Events]: unknown }) {
    this.#names = names
  }

  /** Throws ChatError `bad_request` when there is no such event, which nobody would notice otherwise. */
  on<K extends keyof Events>(event: K, listener: Listener<Events[K]>): () => void {
    if (!Object.hasOwn(this.#names, event) || typeof listener !== 'function') {
      const names = Object.keys(this.#names).join(', ')
      throw new ChatError('bad_request', `on(“${String(event)}”): there are ${names}, each for a function.`)
    }
    const set = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, set.add(listener))
    return () => set.delete(listener)
  }

  emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])] as Listener<Events[K]>[]) {
      try {
        listener(value)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}
