import { createHash } from 'node:crypto'
import type { TokenAsk } from '../../sdk/client/types.ts'
import type { SiteProfile } from '../../server/core/site-claims.ts'
import type { TokenSignatures } from '../../server/ports/token-signatures.ts'
import { PROFILE } from '../support/site-tokens.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'

/** How the page's own endpoint for tokens fares, now: how likely each is. */
export interface SiteWeather {
  /** Most ms that it takes. */
  slowMs: number
  failing: number
  /** What it gives has ended already. */
  expired: number
  /** It gives a token of somebody else. */
  another: number
  /** It knows of nobody who is signed in. */
  signedOut: number
}

export const CALM_SITE: SiteWeather = { slowMs: 20, failing: 0, expired: 0, another: 0, signedOut: 0 }
export const SITE_PROFILE: SiteProfile = PROFILE
/** Lives of tokens, so short that several end in one history. Seconds. */
const LIVES = [6, 10, 20, 40]
const EXPIRED_S = 3_600
/** Older than one may be that removes somebody. */
const STALE_S = 330

export interface SiteClaimsSaid {
  sub: string
  /** Which token of the site it is: 1, 2, 3, ... */
  jti: number
  /** Seconds since the Unix epoch. */
  exp: number
  chat?: SiteGrants
}

/** What a site makes somebody in the chat: everywhere, and by names of rooms or how they begin. */
export interface SiteGrants {
  roles: readonly string[]
  rooms: Readonly<Record<string, string>>
}

/** `stale`: it counts, and was made a while ago; `ended`: it does not count any more. */
export type TokenAge = 'new' | 'stale' | 'ended'

/** A site with people of its own, whom its endpoint gives tokens for the chat. */
export class Site {
  readonly weather: SiteWeather = { ...CALM_SITE }
  /** What it makes people of the chat, by their names. */
  readonly grants = new Map<string, SiteGrants>()
  /** Those who were given something else than a token of theirs that counts. */
  readonly misled = new Set<string>()
  readonly #clock: VirtualClock
  readonly #random: () => number
  /** ms since the Unix epoch: it runs where the chat runs. */
  readonly #now: () => number
  readonly #names = new Set<string>()
  #minted = 0

  constructor(clock: VirtualClock, random: () => number, now: () => number) {
    this.#clock = clock
    this.#random = random
    this.#now = now
  }

  add(name: string): void {
    this.#names.add(name)
  }

  /** They sign out for good. */
  remove(name: string): void {
    this.#names.delete(name)
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  /** A token of this person. */
  mint(name: string, age: TokenAge = 'new'): string {
    const now = Math.floor(this.#now() / 1_000)
    const iat = age === 'new' ? now : now - (age === 'stale' ? STALE_S : 2 * EXPIRED_S)
    const life = LIVES[Math.floor(this.#random() * LIVES.length)] ?? 10
    const { issuer: iss, audience: aud } = SITE_PROFILE
    const chat = this.grants.get(name)
    const jti = ++this.#minted
    const exp = iat + (age === 'new' ? life : EXPIRED_S)
    return sign({ iss, aud, sub: subjectOf(name), jti, name, iat, exp, ...(chat && { chat }) })
  }

  /** Its endpoint takes its time. */
  answer(): Promise<void> {
    return new Promise(resolve => this.#clock.after(this.#random() * this.weather.slowMs, resolve))
  }

  /** What the endpoint answers to the page of this person. */
  async ask(name: string, { reason }: TokenAsk): Promise<string | null> {
    const { weather } = this
    await this.answer()
    const fate = [this.#random(), this.#random(), this.#random(), this.#random(), this.#random()] as const
    if (fate[0] < weather.failing) throw new Error('The endpoint does not answer.')
    if (!this.#names.has(name)) return null
    const others = [...this.#names].filter(each => each !== name)
    const other = others[Math.floor(fate[3] * others.length)]
    const isAnother = fate[4] < weather.another && reason !== 'rejected'
    const isMisled = fate[1] < weather.signedOut || fate[2] < weather.expired || isAnother
    if (!isMisled) return this.mint(name)
    this.misled.add(name)
    if (fate[1] < weather.signedOut) return null
    return isAnother && other ? this.mint(other) : this.mint(name, 'ended')
  }
}

/** As what the site knows somebody. */
export const subjectOf = (name: string): string => `s-${name}`

/** What a token says; undefined: it is no token of a site. */
export function claimsIn(token: string): SiteClaimsSaid | undefined {
  const [, payload, more] = token.split('.')
  return more === undefined ? undefined : JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())
}

/** Cheap signatures in the place of real ones, which are tried elsewhere. */
export const SITE_SIGNATURES: TokenSignatures = {
  async verify(token) {
    const [header = '', payload = '', signature] = token.split('.')
    if (signature !== digest(`${header}.${payload}`)) return { ok: false, reason: 'invalid' }
    return { ok: true, header: read(header), payload: read(payload) }
  },
}

function sign(payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const said = `${part({ alg: 'HS256' })}.${part(payload)}`
  return `${said}.${digest(said)}`
}

const digest = (said: string) => createHash('sha256').update(`the site's secret ${said}`).digest('base64url')
const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
