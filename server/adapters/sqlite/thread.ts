import type { Position } from '../../../sdk/protocol/records.ts'
import type { DirectoryTables } from '../../ports/directory.ts'
import type { ReactedPage, WrittenPage, WrittenQuery } from '../../ports/personal-data.ts'
import type {
  Changes,
  ChangesQuery,
  Found,
  OwnReactions,
  Page,
  PageQuery,
  Resumed,
  SearchQuery,
  Unread,
} from '../../ports/room-log.ts'
import type { StoredSession } from '../../ports/session-store.ts'
import type { Purged, Recent, Store, StoreAnswer, Trimmed, Write } from '../../ports/store.ts'
import { withMessages, withMessagesOnce } from './encoded-messages.ts'
import type { FolderOptions, SqliteFolder } from './folder.ts'
import type { EncodedWritten } from './personal-reads.ts'
import type { SqliteReader } from './reader.ts'
import type { EncodedChanges, EncodedPage } from './reads.ts'
import type { EncodedFound } from './search-reads.ts'
import { StoreRefused } from './store-refused.ts'
import { WorkerCalls } from './worker-calls.ts'

/** The built worker, beside the built server. */
export const WORKER = new URL('./sqlite-worker.js', import.meta.url)

/**
 * A data folder in two threads of their own, where the waits for the disk hold up nobody: one writes, the other reads, so
 * that no commit waits for a read.
 */
export class SqliteThread implements Store {
  readonly #writer: WorkerCalls
  readonly #reader: WorkerCalls
  /** Ends with the commit that is on its way. */
  #committing: Promise<unknown> = Promise.resolve()
  /** Until it ends nobody reads. */
  #reopening: Promise<unknown> = Promise.resolve()
  #closed = false

  private constructor(options: FolderOptions, script: URL) {
    this.#writer = new WorkerCalls(script, 'chat-store', 'open', options)
    this.#reader = new WorkerCalls(script, 'chat-reads', 'openToRead', options.folder)
  }

  /** Rejects with StoreRefused. */
  static async open(options: FolderOptions, script = WORKER): Promise<SqliteThread> {
    const thread = new SqliteThread(options, script)
    try {
      await thread.#writer.start()
      await thread.#reader.start()
      return thread
    } catch (error) {
      await thread.close()
      throw new StoreRefused(error instanceof Error ? error.message : String(error))
    }
  }

  commit(group: readonly Write[]): Promise<readonly StoreAnswer[]> {
    const done = this.#write<readonly StoreAnswer[]>('commit', group)
    const ended = () => {}
    this.#committing = done.then(ended, ended)
    return done
  }

  purge(): Promise<Purged> {
    return this.#write('purge')
  }

  full(): Promise<boolean> {
    return this.#write('full')
  }

  /** What holds for the connection that writes, by name. */
  pragmas(): Promise<Record<string, number>> {
    return this.#write('pragmas')
  }

  head(room: string): Promise<Position> {
    return this.#read('head', room)
  }

  resume(room: string, from: Position, limit: number, maxBytes?: number): Promise<Resumed> {
    return this.#read('resume', room, from, limit, maxBytes)
  }

  recent(room: string, limit: number, maxBytes: number): Promise<Recent> {
    return this.#read('recent', room, limit, maxBytes)
  }

  async page(room: string, query: PageQuery): Promise<Page | undefined> {
    const page = await this.#read<EncodedPage | undefined>('page', room, query)
    return page && withMessages(page)
  }

  async changes(room: string, query: ChangesQuery): Promise<Changes> {
    return withMessages(await this.#read<EncodedChanges>('changes', room, query))
  }

  async search(room: string, query: SearchQuery): Promise<Found> {
    return withMessages(await this.#read<EncodedFound>('search', room, query))
  }

  ownReactions(room: string, user: string, from: number, to: number): Promise<OwnReactions> {
    return this.#read('ownReactions', room, user, from, to)
  }

  unread(...asked: Parameters<Store['unread']>): Promise<Unread> {
    return this.#read('unread', ...asked)
  }

  roomsOfPerson(ids: readonly string[], after: string | undefined, limit: number): Promise<string[]> {
    return this.#read('roomsOfPerson', ids, after, limit)
  }

  async writtenBy(room: string, ids: readonly string[], query: WrittenQuery): Promise<WrittenPage> {
    return withMessagesOnce(await this.#read<EncodedWritten>('writtenBy', room, ids, query))
  }

  reactedBy(room: string, ids: readonly string[], after: number, limit: number): Promise<ReactedPage> {
    return this.#read('reactedBy', room, ids, after, limit)
  }

  sessions(): Promise<StoredSession[]> {
    return this.#write('sessions')
  }

  directory<What extends keyof DirectoryTables>(
    what: What,
    ...about: Parameters<DirectoryTables[What]>
  ): Promise<ReturnType<DirectoryTables[What]>> {
    return this.#read('directory', what, about)
  }

  trim(now: number): Promise<Trimmed> {
    return this.#write('trim', now)
  }

  async recover(): Promise<void> {
    if (this.#writer.runs && (await this.#write<boolean>('recover'))) return
    const anew = this.#openAnew()
    const ended = () => {}
    this.#reopening = anew.then(ended, ended)
    await anew
  }

  renew(): Promise<void> {
    return this.#write('renew')
  }

  /** The reader goes first: who leaves a database last moves its log into it. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#reader.close('close' satisfies keyof SqliteReader)
    await this.#writer.close('close' satisfies keyof SqliteFolder)
  }

  /**
   * The connections of a process share what SQLite knows of a file, locks and shared memory too. It begins anew with the
   * next connection only when none is left.
   */
  async #openAnew(): Promise<void> {
    await this.#reader.close('close' satisfies keyof SqliteReader)
    await (this.#writer.runs ? this.#write('reopen') : this.#writer.start())
    await this.#reader.start()
  }

  #write<T>(call: keyof SqliteFolder, ...args: readonly unknown[]): Promise<T> {
    return this.#writer.call(call, ...args)
  }

  /**
   * It sees what was committed before it was asked; what it sees of a commit that is on its way is told first. Who reads is
   * the first to hear of a thread that has ended.
   */
  async #read<T>(call: keyof SqliteReader, ...args: readonly unknown[]): Promise<T> {
    await this.#reopening
    if (!this.#reader.runs && !this.#closed) await this.#reader.start()
    const seen = await this.#reader.call<T>(call, ...args)
    await this.#committing
    return seen
  }
}
