import type { Clock } from '../../ports/clock.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { StoredSession } from '../../ports/session-store.ts'
import type {
  Claimed,
  ClaimKind,
  NameClaim,
  NameHolder,
  SessionEnd,
  SharedSession,
  SharedSessionStore,
  SharedSessionsListener,
  TimeLeft,
} from '../../ports/shared-sessions.ts'
import { type Engine, EngineUnavailable } from './engine.ts'
import { NameClaims } from './name-claims.ts'
import type { NodeLease } from './node-lease.ts'
import { tagOf } from './partitions.ts'
import { SessionEnds } from './session-ends.ts'
import { transact } from './transact.ts'

export interface RedisSessionsSetup {
  engine: Engine
  /** Of all keys. */
  prefix: string
  /** Of this node; it is started and stopped by whoever made it. */
  lease: NodeLease
  clock: Pick<Clock, 'now' | 'elapsed'>
  /** How long a name is held without a socket. ms. */
  holdMs: number
  /** No login lasts longer. ms. */
  longestMs: number
}

/** What is left of a login that was ended, so that nobody takes it for lost. */
const OVER = '-'
/** For longer than a node may not hear of it. ms. */
const OVER_MS = 24 * 3_600_000
/** So long after the own lease was lost others may still be writing what was lost with it. ms. */
const UNSURE_MS = 10_000
/** No login is longer on its way. ms. */
const WRITING_MS = 60_000
/** More logins than one user has. */
const MOST = 1_000

/** Logins in Redis: each under the hash of its token, for each user a list of them, and the names of all in one place. */
export class RedisSessions implements SharedSessionStore {
  readonly #setup: RedisSessionsSetup
  readonly #names: NameClaims
  readonly #ends: SessionEnds

  constructor(setup: RedisSessionsSetup) {
    const { engine, prefix, lease, clock } = setup
    this.#setup = setup
    this.#names = new NameClaims(engine, prefix, lease, clock)
    this.#ends = new SessionEnds(engine, prefix)
  }

  find(tokenHash: string): Promise<SharedSession | undefined> {
    return orUnavailable(async () => {
      const found = await this.#read(tokenHash)
      if (found !== null) return found === OVER ? undefined : found
      // one that was never there, or all of them are lost and come back just now
      const { lease } = this.#setup
      await lease.confirm()
      if (lease.lapsedWithin(UNSURE_MS)) throw new EngineUnavailable('Logins are only being written anew.')
      return undefined
    })
  }

  of(userId: string): Promise<SharedSession[]> {
    return orUnavailable(async () => {
      const [, key] = this.#indexOf(userId)
      const command = ['ZRANGE', key, '-inf', '+inf', 'BYSCORE', 'LIMIT', '0', String(MOST), 'WITHSCORES']
      const { replies } = await this.#setup.engine.view(tagOf(userId), [command])
      const flat = (replies[0] ?? []) as readonly string[]
      const hashes = flat.filter((_, at) => at % 2 === 0)
      const found = await Promise.all(hashes.map(hash => this.#read(hash)))
      // one that is just being written is listed before it is there
      const before = this.#setup.clock.now() - WRITING_MS
      const gone = hashes.filter((_, at) => found[at] === null && Number(flat[2 * at + 1]) < before)
      if (gone.length > 0) await this.#unlist(userId, gone)
      return found.filter(each => each !== null && each !== OVER)
    })
  }

  count(userId: string): Promise<number> {
    return orUnavailable(async () => {
      const [, key] = this.#indexOf(userId)
      const { replies } = await this.#setup.engine.view(tagOf(userId), [['ZCARD', key]])
      return Number(replies[0])
    })
  }

  add(session: StoredSession, lifeMs: number): Promise<void> {
    return orUnavailable(async () => {
      await Promise.all([this.#write(session, lifeMs), this.#list(session)])
    })
  }

  keep(session: StoredSession, left: TimeLeft): Promise<StoredSession | undefined> {
    return orUnavailable(async () => {
      const key = this.#keyOf(session.tokenHash)
      const [, { value }] = await Promise.all([
        this.#list(session),
        transact(this.#setup.engine, tagOf(session.tokenHash), cells => {
          const text = cells.read(['GET', key])
          if (text === OVER) return { value: undefined }
          const before: StoredSession | undefined = typeof text === 'string' ? JSON.parse(text) : undefined
          const endsAt = Math.min(session.endsAt, before?.endsAt ?? session.endsAt)
          const value = { ...session, endsAt }
          const endMs = left.endMs - (session.endsAt - endsAt)
          cells.beside(setOf(key, JSON.stringify(value), Math.min(left.idleMs, endMs)))
          return { value }
        }),
      ])
      if (value === undefined) await this.#unlist(session.user.id, [session.tokenHash])
      return value
    })
  }

  drop(logins: readonly NameHolder[], end: SessionEnd): Promise<void> {
    return orUnavailable(async () => {
      const over = ({ tokenHash }: NameHolder) => this.#set(tokenHash, OVER, OVER_MS)
      // their names are free behind that: whoever has them then has them alone
      await Promise.all(logins.map(over))
      const named = logins.filter(({ keys }) => keys.length > 0)
      await Promise.all([
        this.#ends.tellEnded(logins, end),
        this.#names.free(named),
        ...logins.map(({ userId, tokenHash }) => this.#unlist(userId, [tokenHash])),
      ])
    })
  }

  shorten(session: StoredSession, left: TimeLeft): Promise<void> {
    return orUnavailable(async () => {
      await Promise.all([this.keep(session, left), this.#ends.tellShortened(session.tokenHash, left.endMs)])
    })
  }

  claim(claim: NameClaim, kind: ClaimKind): Promise<Claimed> {
    if (claim.keys.length === 0) return Promise.resolve({ taken: false, namedAt: claim.namedAt, ousted: [] })
    return orUnavailable(() => this.#names.claim(claim, kind, this.#setup.holdMs))
  }

  release(holder: NameHolder): Promise<void> {
    if (holder.keys.length === 0) return Promise.resolve()
    return orUnavailable(() => this.#names.release(holder, this.#setup.holdMs))
  }

  free(holder: NameHolder): Promise<void> {
    if (holder.keys.length === 0) return Promise.resolve()
    return orUnavailable(() => this.#names.free([holder]))
  }

  holdersOf(keys: readonly string[]): Promise<Omit<NameHolder, 'keys'>[]> {
    return orUnavailable(() => this.#names.holdersOf(keys))
  }

  endPerson(userId: string, end: SessionEnd): Promise<void> {
    return orUnavailable(() => this.#ends.tellPersonEnded(userId, end))
  }

  listen(listener: Partial<SharedSessionsListener>): () => void {
    const stop = this.#ends.listen(listener)
    const stopLapsed = this.#setup.lease.lapsed(() => listener.unsure?.())
    return () => {
      stop()
      stopLapsed()
    }
  }

  /** Null: nothing is known of it. */
  async #read(tokenHash: string): Promise<SharedSession | typeof OVER | null> {
    const key = this.#keyOf(tokenHash)
    const commands = [
      ['GET', key],
      ['PTTL', key],
    ]
    const { replies } = await this.#setup.engine.view(tagOf(tokenHash), commands)
    const [text, leftMs] = replies
    if (typeof text !== 'string') return null
    return text === OVER ? OVER : { session: JSON.parse(text), leftMs: Number(leftMs) }
  }

  #write(session: StoredSession, lifeMs: number): Promise<unknown> {
    return this.#set(session.tokenHash, JSON.stringify(session), lifeMs)
  }

  #set(tokenHash: string, text: string, lifeMs: number): Promise<unknown> {
    const commands = [setOf(this.#keyOf(tokenHash), text, lifeMs)]
    return this.#setup.engine.commit(tagOf(tokenHash), { checks: [], commands })
  }

  #list({ user, tokenHash, usedAt }: StoredSession): Promise<unknown> {
    const [tag, key] = this.#indexOf(user.id)
    const commands = [
      ['ZADD', key, String(Math.round(usedAt)), tokenHash],
      ['PEXPIRE', key, String(this.#setup.longestMs)],
    ]
    return this.#setup.engine.commit(tag, { checks: [], commands })
  }

  #unlist(userId: string, hashes: readonly string[]): Promise<unknown> {
    const [tag, key] = this.#indexOf(userId)
    return this.#setup.engine.commit(tag, { checks: [], commands: [['ZREM', key, ...hashes]] })
  }

  #keyOf(tokenHash: string): string {
    return `${this.#setup.prefix}{${tagOf(tokenHash)}}:s:${tokenHash}`
  }

  #indexOf(userId: string): [tag: string, key: string] {
    const tag = tagOf(userId)
    return [tag, `${this.#setup.prefix}{${tag}}:us:${userId}`]
  }
}

function setOf(key: string, text: string, lifeMs: number): string[] {
  return ['SET', key, text, 'PX', String(Math.max(1, Math.ceil(lifeMs)))]
}

async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof EngineUnavailable) throw new LogUnavailable(error.message)
    throw error
  }
}
