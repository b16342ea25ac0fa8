import type { ServerFrame } from '../../sdk/protocol/events.ts'
import type { JoinResult } from '../../sdk/protocol/replies.ts'
import type { ClientFrame } from '../../sdk/protocol/requests.ts'
import { isAccount } from '../../sdk/protocol/user-of.ts'
import { grantedRole } from './granted-role.ts'
import { isPrivate } from './places.ts'
import { claimsIn, type SiteClaimsSaid } from './site.ts'
import type { World } from './world.ts'

/** How long somebody whose token has ended may be there, and what a test allows beside. ms. */
const GRACE_MS = 25_000
const SLACK_MS = 1_000

interface Known {
  request: ClientFrame
  /** Its place among what was heard on this line. */
  at: number
}

interface Reply {
  user?: { id: string }
  tokenExpiresAt?: number
  duplicate?: boolean
  rooms?: readonly JoinResult[]
  room?: string
  role?: string
}

/** Holds one socket to who it is: as its token says, no more than that allows, and not for longer. */
export class LineRights {
  readonly #world: World
  readonly #broken: (what: string) => void
  /** Of the browser's cookie. */
  readonly #cookie: string
  #token = ''
  #userId = ''
  #grants: SiteClaimsSaid['chat']
  /** What was heard before that had the role of before. */
  #since = 0
  /** Which request it was that said who this is. */
  #at = -1
  /** Somebody has asked to go on as an account. */
  identifies = false
  /** The last request to be somebody. */
  #lastAsked = -1
  /** Virtual time. */
  #deadline = Number.POSITIVE_INFINITY
  /** By room, what the server told that this person is. */
  readonly #told = new Map<string, string>()
  /** By how much the server's clock was wrong when a request was heard. */
  readonly #offsets = new Map<number, number>()

  constructor(world: World, cookie: string, broken: (what: string) => void) {
    this.#world = world
    this.#cookie = cookie
    this.#broken = broken
  }

  get userId(): string {
    return this.#userId
  }

  asked({ type }: ClientFrame, at: number): void {
    if (type !== 'connect' && type !== 'token' && type !== 'identify') return
    this.#offsets.set(at, this.#world.offsetMs)
    this.#lastAsked = at
    if (type === 'identify') this.identifies = true
  }

  told(frame: ServerFrame): void {
    if (frame.type === 'rights') this.#joined(frame.room, frame.role)
  }

  /** `now`: what has been heard by now. */
  granted({ request, at }: Known, frame: object, now: number): void {
    const reply = frame as Reply
    if (at > this.#lastAsked) this.#holdRoles()
    switch (request.type) {
      case 'connect':
      case 'token':
      case 'identify':
        this.#become(request.type, request.token ?? this.#cookie, reply, at, now)
        for (const joined of reply.rooms ?? []) if (!('error' in joined)) this.#joined(joined.room, joined.role)
        if (request.type === 'connect') this.#holdRoles()
        return
      case 'join':
        this.#joined(request.room, reply.role)
        return
      case 'leave':
        this.#told.delete(request.room)
        return
      case 'pin_message':
        if (this.#isKept(request.room)) return
        if (at >= this.#since && this.#roleIn(request.room) !== 'moderator')
          this.#broken(`a ${this.#roleIn(request.room)} may ${request.on ? 'pin' : 'unpin'} ${request.messageId}`)
        return
      case 'delete_message': {
        if (this.#isKept(request.room)) return
        const author = this.#world.disk.message(request.messageId)?.user.id
        const isOwn = author === undefined || this.#world.disk.isSame(author, this.#userId)
        const role = this.#roleIn(request.room)
        if (at >= this.#since && role !== 'moderator' && !isOwn && !reply.duplicate)
          this.#broken(`a ${role} may delete ${request.messageId}, which is another’s`)
      }
    }
  }

  /** The server has closed it. */
  ended(reason: string): void {
    if (reason === 'name taken' && this.identifies && !isAccount(this.#userId))
      this.#broken('is closed because who it goes on as has its name')
  }

  /** Why this socket cannot be open any more, if so. */
  over(): string | undefined {
    const { clock, over, disk, removed } = this.#world
    // an end that is lost with the store is none
    if (over.has(this.#token) && disk.lost.size === 0) return 'is open though its login was ended'
    if (removed.has(this.#userId) && disk.lost.size === 0) return 'is open though its account was removed'
    if (clock.now() > this.#deadline) return 'is open though its token has run out'
    return undefined
  }

  #become(how: 'connect' | 'token' | 'identify', token: string, reply: Reply, at: number, now: number): void {
    const { clock, serverNow, offsetMs } = this.#world
    const claims = claimsIn(token)
    const before = claimsIn(this.#token)
    if (how === 'token' && claims?.sub !== before?.sub) this.#broken('is renewed with a token of somebody else')
    if (how === 'token' && this.#at !== at && (claims?.jti ?? 0) <= (before?.jti ?? 0) && claims)
      this.#broken('is renewed with a token of before')
    if (how === 'identify' && !isAccount(this.#userId)) this.#world.over.add(this.#token)
    this.#at = at
    this.#token = token
    if (reply.user) this.#userId = reply.user.id
    if (how !== 'token' || claims) this.#grants = claims?.chat
    this.#since = now
    const exp = claims && claims.exp * 1_000
    if (reply.tokenExpiresAt !== exp) this.#broken(`a token ends at ${exp}, and ${reply.tokenExpiresAt} is told`)
    const isSteady = this.#offsets.get(at) === offsetMs
    const left = exp === undefined || !isSteady ? Number.POSITIVE_INFINITY : Math.max(0, exp - serverNow)
    this.#deadline = clock.now() + left + GRACE_MS + SLACK_MS
  }

  #isKept(room: string): boolean {
    return isPrivate(room) || this.#world.places.rooms.has(room)
  }

  /** What they are in a room that somebody made is its own matter. */
  #joined(room: string, role: string | undefined): void {
    if (!this.#isKept(room)) this.#told.set(room, role ?? '')
  }

  #holdRoles(): void {
    for (const [room, role] of this.#told)
      if (!this.#isKept(room) && role !== this.#roleIn(room))
        this.#broken(`is told to be ${role} in ${room}, and is ${this.#roleIn(room)}`)
  }

  #roleIn(room: string): string {
    if (!isAccount(this.#userId)) return 'guest'
    return this.#grants ? grantedRole(this.#grants, room) : 'user'
  }
}
