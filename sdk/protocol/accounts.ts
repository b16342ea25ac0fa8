/** How people can be told apart: as guests by a name, by a password, by a token of the site. */
export const AUTH_KINDS = ['guest', 'password', 'jwt'] as const
export type AuthKind = (typeof AUTH_KINDS)[number]

/** The answer of `GET /login`: what a server offers. */
export interface Offers {
  auth: AuthKind[]
  /** Whether people can create accounts themselves. */
  register: boolean
  /** The server's. */
  name: string
}

/** The body of `POST /login`; without a password it is a guest's. */
export interface LoginBody {
  username: string
  password?: string | undefined
}

/** The body of `POST /register`, with the token of a guest who goes on as the account. */
export interface RegisterBody {
  username: string
  password: string
}

/** The body of `POST /password`. */
export interface PasswordBody {
  old: string
  new: string
}

/** A login of one's own account. Times are ms since the Unix epoch. */
export interface AccountSession {
  id: string
  createdAt: number
  usedAt: number
  /** The one that asks. */
  current?: true | undefined
  /** What it logged in with, as the browser says it. */
  agent?: string | undefined
}

/** The answer of `GET /sessions`. */
export interface SessionsReply {
  sessions: AccountSession[]
}

/** The body of `POST /account/delete`; of an account of a site without a password. */
export interface DeleteAccountBody {
  password?: string | undefined
}
