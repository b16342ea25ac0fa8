import type { Moderation, Room } from '../../../client/types.ts'
import type { User } from '../../../protocol/records.ts'
import { formats } from '../../i18n/formats.ts'
import type { ModerationHost } from './moderation-host.ts'
import { words } from './words.ts'

/** What everything that keeps order in one room stands on. */
export interface Desk {
  readonly host: ModerationHost
  readonly room: Room
  ask(): Promise<Moderation>
  /** ms since the Unix epoch. */
  now(): number
  /** A time in short: of today without its day. */
  when(at: number): string
  /** Until when something lasts; left out: for ever. */
  until(at: number | undefined): string
  /** This reader may do what owners do; `server`: what those do who run the server. */
  owns(server?: boolean): boolean
}

export function createDesk(host: ModerationHost, room: Room): Desk {
  const { date } = formats(host.lang())
  const time = date({ timeStyle: 'short' })
  const full = date({ dateStyle: 'medium', timeStyle: 'short' })
  const now = () => host.clock.now()
  const when = (at: number) => (new Date(at).toDateString() === new Date(now()).toDateString() ? time(at) : full(at))
  return {
    host,
    room,
    now,
    when,
    async ask() {
      const client = host.client()
      if (!client) throw new Error('The chat has ended.')
      return client.moderation()
    },
    until: at => (at === undefined ? words.forGood : words.until(when(at))),
    owns: server => room.role === 'admin' || (!server && room.role === 'owner'),
  }
}

/** What somebody is called; who was removed has no name. */
export const nameOf = ({ name }: Pick<User, 'name'>): string => name || words.nobody
