import type { Directory } from '../../server/ports/directory.ts'
import { LogUnavailable } from '../../server/ports/room-log.ts'

/** Stands between a hub and its directory: knows what is asked, holds it up, or fails it. */
export class HeldQuestions {
  /** What was asked, by the name of the question. */
  readonly names: string[] = []
  fails = false
  /** Those that wait; undefined: nothing does. */
  #held: (() => void)[] | undefined
  #which: (name: string) => boolean = () => true

  readonly wrap = (directory: Directory): Directory =>
    new Proxy(directory, {
      get: (of, name: keyof Directory) => {
        const method = of[name] as (...about: unknown[]) => unknown
        if (typeof method !== 'function') return method
        return (...about: unknown[]) => {
          if (!name.startsWith('watch')) this.names.push(name)
          const answer = () => (this.fails ? Promise.reject(new LogUnavailable('It fails.')) : method.apply(of, about))
          if (name.startsWith('watch')) return method.apply(of, about)
          const held = this.#held
          if (held === undefined || !this.#which(name)) return answer()
          // it is answered as of now, and told later
          const answered = answer()
          return new Promise<void>(resolve => held.push(resolve)).then(() => answered)
        }
      },
    })

  /** From now on these answers wait. */
  hold(...names: (keyof Directory)[]): void {
    this.#held = []
    this.#which = name => names.length === 0 || names.some(each => each === name)
  }

  /** Those that wait are told, and no other waits. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const go of held) go()
  }
}
