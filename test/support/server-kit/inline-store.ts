import { withMessages, withMessagesOnce } from '../../../server/adapters/sqlite/encoded-messages.ts'
import { type FolderOptions, openFolder } from '../../../server/adapters/sqlite/folder.ts'
import { openReader } from '../../../server/adapters/sqlite/reader.ts'
import { LogUnavailable } from '../../../server/ports/room-log.ts'
import type { Store } from '../../../server/ports/store.ts'

/** The real database of a data folder, in this thread instead of its own two. */
export async function inlineStore(options: FolderOptions): Promise<Store> {
  const folder = await openFolder(options)
  let reader = await openReader(options.folder)
  const later = async <T>(run: () => T): Promise<T> => {
    await undefined
    try {
      return run()
    } catch (error) {
      throw new LogUnavailable(String(error))
    }
  }
  return {
    commit: group => later(() => folder.commit(group)),
    full: () => later(() => folder.full()),
    head: room => later(() => reader.head(room)),
    resume: (...asked) => later(() => reader.resume(...asked)),
    recent: (...asked) => later(() => reader.recent(...asked)),
    page: (room, query) =>
      later(() => {
        const page = reader.page(room, query)
        return page && withMessages(page)
      }),
    changes: (room, query) => later(() => withMessages(reader.changes(room, query))),
    search: (room, query) => later(() => withMessages(reader.search(room, query))),
    ownReactions: (...asked) => later(() => reader.ownReactions(...asked)),
    unread: (...asked) => later(() => reader.unread(...asked)),
    roomsOfPerson: (...asked) => later(() => reader.roomsOfPerson(...asked)),
    writtenBy: (...asked) => later(() => withMessagesOnce(reader.writtenBy(...asked))),
    reactedBy: (...asked) => later(() => reader.reactedBy(...asked)),
    purge: () => later(() => folder.purge()),
    directory: (what, ...about) => later(() => reader.directory(what, about)),
    sessions: () => later(() => folder.sessions()),
    trim: now => later(() => folder.trim(now)),
    recover: async () => {
      if (await later(() => folder.recover())) return
      await later(() => reader.close())
      await later(() => folder.reopen())
      reader = await openReader(options.folder)
    },
    renew: () => later(() => folder.renew()),
    close: () =>
      later(() => {
        reader.close()
        folder.close()
      }),
  }
}
