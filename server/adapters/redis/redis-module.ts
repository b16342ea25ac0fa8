import type { Reply } from './engine.ts'

/** What is used of a client of `@redis/client`: it connects once, to one address, and never by itself again. */
export interface RedisClient {
  connect(): Promise<unknown>
  sendCommand(words: readonly string[]): Promise<Reply>
  subscribe(channels: readonly string[], hear: Hear): Promise<void>
  unsubscribe(channels: readonly string[], hear: Hear): Promise<void>
  sSubscribe(channels: readonly string[], hear: Hear): Promise<void>
  sUnsubscribe(channels: readonly string[], hear: Hear): Promise<void>
  on(event: 'error', fn: (error: unknown) => void): unknown
  on(event: 'connect' | 'end' | 'sharded-channel-moved', fn: () => void): unknown
  destroy(): void
}

export type Hear = (text: string, channel: string) => void

/** What is used of `@redis/client`. */
export interface RedisModule {
  createClient(options: object): RedisClient
  /** What the server answered, in contrast to what befell the connection. */
  ErrorReply: new (
    ...args: never[]
  ) => Error
}

type Import = (name: string) => Promise<unknown>

/** Rejects with a sentence where it is not installed: it is an optional dependency. */
export async function loadRedis(load: Import = name => import(name)): Promise<RedisModule> {
  try {
    return (await load('@redis/client')) as RedisModule
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    throw new Error(
      isMissing
        ? 'Many nodes on Redis need the package @redis/client, which is not installed.'
        : `@redis/client does not load: ${String((error as Error).message).split('\n', 1)[0]}`,
    )
  }
}
