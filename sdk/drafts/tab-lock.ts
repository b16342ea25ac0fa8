/** Finds out which of the clients that share a storage still live. */
export interface TabLock {
  /** Resolves once this client is seen to live. */
  held(): Promise<void>
  /** Runs it if that client has ended, while nobody else does; else `ended` is called once it has. */
  ifEnded<T>(id: string, run: () => Promise<T>): Promise<T | undefined>
  /** Tells the others to watch this client. */
  announce(): void
  release(): void
}

const NAME = 'chat-widget:drafts'

/** The lock of a client, by its id. Without locks (pages without https) everybody else counts as ended. */
export function tabLock(me: string, ended: () => void): TabLock {
  const locks = globalThis.navigator?.locks
  const stop = new AbortController()
  const { signal } = stop
  const watched = new Set([me])
  let holding: Promise<void> | undefined
  let channel: BroadcastChannel | undefined

  function watch(id: string): void {
    if (!locks || watched.has(id) || signal.aborted) return
    watched.add(id)
    locks
      .request(`${NAME}:${id}`, { signal }, () => {
        watched.delete(id)
        if (!signal.aborted) ended()
      })
      .catch(() => {})
  }

  function hold(): Promise<void> {
    if (!locks || signal.aborted) return Promise.resolve()
    channel = new BroadcastChannel(NAME)
    channel.onmessage = ({ data }) => watch(`${data}`)
    return new Promise(resolve => {
      const ends = new Promise<void>(end => signal.addEventListener('abort', () => end()))
      locks
        .request(`${NAME}:${me}`, () => {
          resolve()
          return ends
        })
        .catch(() => resolve())
    })
  }

  return {
    held() {
      holding ??= hold()
      return holding
    },
    async ifEnded(id, run) {
      if (!locks) return run()
      return locks.request(`${NAME}:${id}`, { ifAvailable: true }, lock => {
        if (lock) return run()
        watch(id)
        return undefined
      })
    },
    announce() {
      channel?.postMessage(me)
    },
    release() {
      stop.abort()
      channel?.close()
    },
  }
}
