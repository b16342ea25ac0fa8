import { SANCTION_KINDS } from '../../../sdk/protocol/policy.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import type { SanctionRecord } from '../../ports/directory.ts'
import { ALL, type DirectoryCells } from './directory-cells.ts'
import { together } from './known.ts'

type Kind = SanctionRecord['kind']
type Where = Pick<SanctionRecord, 'room' | 'kind'>
type GuestKey = Pick<SanctionRecord, 'user' | 'room' | 'kind'>
/** What it is found by. */
type Placed = Pick<SanctionRecord, 'room' | 'user' | 'kind' | 'until'>

const KINDS: readonly Kind[] = [...SANCTION_KINDS, 'watch']
/** Ended sanctions that go with one that comes. */
const ENDED = 100

/** What was laid on whom. No id and no name has a space. */
export class RedisSanctions {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  of(room: string, user: string, now: number): SanctionRecord[] {
    const fields = [...new Set(['', room])].flatMap(each => KINDS.map(kind => fieldOf({ room: each, kind })))
    return this.#read(user, fields.sort()).filter(each => endOf(each) > now)
  }

  all(user: string, after: Where | undefined, limit: number): SanctionRecord[] {
    const behind = after && fieldOf(after)
    const fields = this.#at.sorted('sn', user).range({ by: 'name', after: behind, limit })
    return this.#read(
      user,
      fields.map(({ member }) => member),
    )
  }

  put(sanction: SanctionRecord): void {
    const { user } = sanction
    const [before] = this.#read(user, [fieldOf(sanction)])
    if (before) this.#unlist(before)
    else this.#at.count('sanctions', 1)
    this.#at.hash('s', user).set(fieldOf(sanction), JSON.stringify(sanction))
    this.#list(sanction)
  }

  /** False: there was none. */
  delete(room: string, user: string, kind: Kind): boolean {
    const [found] = this.#read(user, [fieldOf({ room, kind })])
    if (found) this.#forget(found)
    return found !== undefined
  }

  /** The rooms where it had any. */
  deleteOf(user: string): string[] {
    const own = this.all(user, undefined, ALL)
    for (const each of own) this.#forget(each)
    return [...new Set(own.map(({ room }) => room))].sort()
  }

  dropEnded(room: string, now: number): void {
    const ended = this.#at.sorted('se', room).range({ by: 'score', to: now, limit: ENDED })
    for (const { member, score } of ended) {
      const [user = '', kind] = member.split(' ')
      this.#forget({ room, user, kind: kind as Kind, until: score })
    }
  }

  ofGuests(now: number, after: GuestKey | undefined, limit: number): SanctionRecord[] {
    const found: Placed[] = []
    // behind the key stands the end, and before that a space
    let behind = after && `${guestKeyOf(after)}!`
    for (let more = true; more && found.length < limit; ) {
      const page = this.#at.sorted('sg').range({ by: 'name', after: behind, limit })
      found.push(...page.map(({ member }) => placedOf(member)).filter(each => endOf(each) > now))
      behind = page.at(-1)?.member
      more = page.length === limit
    }
    return this.#readAll(found.slice(0, limit))
  }

  /** About. */
  get guests(): number {
    return this.#at.cells.glance(() => this.#at.sorted('sg').count())
  }

  dropEndedOfGuests(now: number): void {
    const ended = this.#at.sorted('sge').range({ by: 'score', to: now, limit: ENDED })
    for (const { member } of ended) this.#forget(placedOf(member))
  }

  #read(user: string, fields: readonly string[]): SanctionRecord[] {
    const own = this.#at.hash('s', user)
    own.want(fields)
    return fields.flatMap(field => {
      const json = own.get(field)
      return json === undefined ? [] : [JSON.parse(json)]
    })
  }

  #readAll(all: readonly Placed[]): SanctionRecord[] {
    const read = all.map(each => () => this.#read(each.user, [fieldOf(each)]))
    together(read)
    return read.flatMap(each => each())
  }

  #forget(placed: Placed): void {
    this.#at.hash('s', placed.user).delete(fieldOf(placed))
    this.#at.count('sanctions', -1)
    this.#unlist(placed)
  }

  #list(placed: Placed): void {
    const { room, user, kind, until } = placed
    this.#at.sorted('sn', user).add(fieldOf(placed))
    if (until !== undefined) this.#at.sorted('se', room).add(`${user} ${kind}`, until)
    if (isAccount(user)) return
    this.#at.sorted('sg').add(guestMemberOf(placed))
    if (until !== undefined) this.#at.sorted('sge').add(guestMemberOf(placed), until)
  }

  #unlist(placed: Placed): void {
    const { room, user, kind, until } = placed
    this.#at.sorted('sn', user).delete(fieldOf(placed))
    if (until !== undefined) this.#at.sorted('se', room).delete(`${user} ${kind}`)
    if (isAccount(user)) return
    this.#at.sorted('sg').delete(guestMemberOf(placed))
    if (until !== undefined) this.#at.sorted('sge').delete(guestMemberOf(placed))
  }
}

const endOf = ({ until = Number.POSITIVE_INFINITY }: Pick<SanctionRecord, 'until'>) => until
const fieldOf = ({ room, kind }: Where) => `${room} ${kind}`
const guestKeyOf = (key: GuestKey) => `${key.user} ${fieldOf(key)}`
/** Of guests and addresses, with the end, so that those that have ended are passed over. */
const guestMemberOf = (placed: Placed) => `${guestKeyOf(placed)} ${placed.until ?? '-'}`

function placedOf(member: string): Placed {
  const [user = '', room = '', kind, until] = member.split(' ')
  return { user, room, kind: kind as Kind, until: until === '-' ? undefined : Number(until) }
}
