import type { NameHolder, SessionEnd, SharedSessionsListener } from '../../ports/shared-sessions.ts'
import type { Engine } from './engine.ts'
import { DIRECTORY_TAG } from './partitions.ts'

type Told =
  | {
      readonly is: 'over'
      readonly logins: readonly (readonly [hash: string, user: string])[]
      readonly end: SessionEnd
    }
  | { readonly is: 'short'; readonly login: string; readonly leftMs: number }
  | { readonly is: 'person'; readonly user: string; readonly end: SessionEnd }

/** Tells all nodes which logins are over. Whoever may have missed something is told so. */
export class SessionEnds {
  readonly #engine: Engine
  readonly #channel: string

  constructor(engine: Engine, prefix: string) {
    this.#engine = engine
    this.#channel = `${prefix}{${DIRECTORY_TAG}}:ends`
  }

  tellEnded(logins: readonly NameHolder[], end: SessionEnd): Promise<void> {
    return this.#tell({ is: 'over', logins: logins.map(({ tokenHash, userId }) => [tokenHash, userId] as const), end })
  }

  tellShortened(login: string, leftMs: number): Promise<void> {
    return this.#tell({ is: 'short', login, leftMs })
  }

  tellPersonEnded(user: string, end: SessionEnd): Promise<void> {
    return this.#tell({ is: 'person', user, end })
  }

  listen(listener: Partial<SharedSessionsListener>): () => void {
    return this.#engine.subscribe(DIRECTORY_TAG, this.#channel, {
      live: () => listener.unsure?.(),
      lost: () => {},
      message: text => hear(listener, JSON.parse(text)),
    })
  }

  #tell(told: Told): Promise<void> {
    return this.#engine.publish(DIRECTORY_TAG, this.#channel, JSON.stringify(told))
  }
}

function hear(listener: Partial<SharedSessionsListener>, told: Told): void {
  switch (told.is) {
    case 'over':
      for (const [hash, user] of told.logins) listener.ended?.(hash, user, told.end)
      break
    case 'short':
      listener.shortened?.(told.login, told.leftMs)
      break
    case 'person':
      listener.personEnded?.(told.user, told.end)
      break
  }
}
