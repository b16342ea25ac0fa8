import { LogUnavailable } from '../../../server/ports/room-log.ts'
import type { Store } from '../../../server/ports/store.ts'

type Fault = 'none' | 'refuse' | 'refuse ends of logins' | 'commit and fail'

/** A real store that fails when it is told to, and counts what it is asked. */
export class FaultyStore implements Store {
  /** May be replaced, as by an older file. */
  target: Store
  fault: Fault = 'none'
  readonly calls: string[] = []
  /** Answers of pages wait for this. */
  held: Promise<void> | undefined
  /** It has come back, but who called it back does not know yet, until this. */
  returning: Promise<void> | undefined

  constructor(target: Store) {
    this.target = target
  }

  commit: Store['commit'] = async group => {
    this.calls.push('commit')
    if (this.fault === 'refuse') throw new LogUnavailable('database or disk is full')
    if (this.fault === 'refuse ends of logins' && group.some(({ kind }) => kind === 'sessionEnds'))
      throw new LogUnavailable('database or disk is full')
    const written = await this.target.commit(group)
    if (this.fault === 'commit and fail') throw new LogUnavailable('the thread is gone')
    return written
  }

  recover: Store['recover'] = async () => {
    this.calls.push('recover')
    if (this.fault !== 'none') throw new LogUnavailable('not yet')
    await this.target.recover()
    await this.returning
  }

  full: Store['full'] = () => this.target.full()

  recent: Store['recent'] = async (...asked) => {
    this.calls.push('recent')
    const recent = await this.target.recent(...asked)
    await this.held
    return recent
  }

  page: Store['page'] = async (room, query) => {
    this.calls.push('page')
    const page = await this.target.page(room, query)
    await this.held
    return page
  }

  resume: Store['resume'] = (...asked) => {
    this.calls.push('resume')
    return this.target.resume(...asked)
  }

  renew: Store['renew'] = () => {
    this.calls.push('renew')
    return this.target.renew()
  }

  purge: Store['purge'] = () => {
    this.calls.push('purge')
    return this.target.purge()
  }

  changes: Store['changes'] = (room, query) => this.target.changes(room, query)
  search: Store['search'] = (room, query) => this.target.search(room, query)
  ownReactions: Store['ownReactions'] = (...asked) => this.target.ownReactions(...asked)
  unread: Store['unread'] = (...asked) => this.target.unread(...asked)
  roomsOfPerson: Store['roomsOfPerson'] = (...asked) => this.target.roomsOfPerson(...asked)
  writtenBy: Store['writtenBy'] = (...asked) => this.target.writtenBy(...asked)
  reactedBy: Store['reactedBy'] = (...asked) => this.target.reactedBy(...asked)
  head: Store['head'] = room => this.target.head(room)
  directory: Store['directory'] = (what, ...about) => {
    this.calls.push('directory')
    return this.target.directory(what, ...about)
  }

  sessions: Store['sessions'] = () => this.target.sessions()
  trim: Store['trim'] = now => this.target.trim(now)
  close: Store['close'] = () => this.target.close()

  count(call: string): number {
    return this.calls.filter(name => name === call).length
  }
}
