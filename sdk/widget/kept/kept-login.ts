import type { Login, User } from '../../protocol/records.ts'
import type { Shelf } from './shelf.ts'

/** What is known of a login from earlier, or from another element or tab. `resume`: it may still count. */
export interface Kept {
  resume: boolean
  /** Left out on the server's own origin, where the cookie carries the session. */
  token?: string | undefined
  /** Who was logged in. */
  user: User | undefined
  /** The last name used. */
  name: string
  /** The id of who logged out last. */
  out: string | undefined
}

/** The one login of a server, shared by all who share the shelf. Nothing is written before a login. */
export interface KeptLogin {
  read(): Kept
  begin(login: Pick<Login, 'token' | 'user'>): void
  /** Forgets the session of this user, unless somebody else has logged in since; the name stays for the next login. */
  end(id: string | undefined, loggedOut: boolean): void
  /** What stays for the next login. */
  keepName(name: string): void
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** `own`: the page is of the server's own origin, where the browser has a cookie and no token is stored. */
export function keptLogin(shelf: Shelf, own: boolean): KeptLogin {
  return {
    read() {
      const { token: kept, id, name: said, out } = shelf.read()
      const token = own ? undefined : text(kept)
      const name = (text(said) ?? '').slice(0, 100)
      const known = own || token ? text(id) : undefined
      const user = known ? { id: known, name } : undefined
      // Whether it still counts the server says: the clocks of readers are often wrong
      return { resume: !!(token ?? user), token, user, name, out: text(out) }
    },
    begin({ token, user: { id, name } }) {
      const { out } = shelf.read()
      shelf.write({ ...(own ? {} : { token }), id, name, out })
    },
    end(id, loggedOut) {
      const { id: now, name, out } = shelf.read()
      if (name === undefined || (id !== undefined && now !== undefined && now !== id)) return
      shelf.write({ name, out: loggedOut ? id : out })
    },
    keepName: name => shelf.write({ ...shelf.read(), name }),
  }
}
