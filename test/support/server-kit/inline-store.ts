import { type FolderOptions, openFolder } from '../../../server/adapters/sqlite-folder.ts'
import type { Store } from '../../../server/adapters/store.ts'
import { LogUnavailable } from '../../../server/ports/room-log.ts'

/** The real database of a data folder, in this thread instead of its own. */
export async function inlineStore(options: FolderOptions): Promise<Store> {
  const folder = await openFolder(options)
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
    head: room => later(() => folder.head(room)),
    resume: (...asked) => later(() => folder.resume(...asked)),
    page: (room, query) => later(() => folder.page(room, query)),
    sessions: () => later(() => folder.sessions()),
    trim: now => later(() => folder.trim(now)),
    recover: () => later(() => folder.recover()),
    renew: () => later(() => folder.renew()),
    close: () => later(() => folder.close()),
  }
}
