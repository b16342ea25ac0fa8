/**
 * The session's cookie of pages of the server's own origin. `__Host-` keeps other hosts and plain http from setting it;
 * it is only possible at the root of a host, so that below a path it is `__Secure-`, which keeps plain http from it.
 */
export class SessionCookie {
  readonly #name: string
  readonly #attributes: string

  /** `basePath` is '' at the root of the host, else like `/chat`. */
  constructor(secure: boolean, basePath: string) {
    const prefix = secure ? (basePath === '' ? '__Host-' : '__Secure-') : ''
    this.#name = `${prefix}chat_session`
    this.#attributes = `Path=${basePath || '/'}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  }

  /** The browser may keep it longer than the session lasts, never shorter. */
  set(token: string, maxAgeMs: number): string {
    return `${this.#name}=${token}; Max-Age=${Math.floor(maxAgeMs / 1000)}; ${this.#attributes}`
  }

  clear(): string {
    return `${this.#name}=; Max-Age=0; ${this.#attributes}`
  }

  /** The token in a `Cookie` header. */
  read(header: string | undefined): string | undefined {
    for (const pair of header?.split(';') ?? []) {
      const at = pair.indexOf('=')
      if (at > 0 && pair.slice(0, at).trim() === this.#name) return pair.slice(at + 1).trim() || undefined
    }
    return undefined
  }
}
