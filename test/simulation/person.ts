import { createHash } from 'node:crypto'
import type { User } from '../../sdk/protocol/records.ts'
import { LoginDesk, type OwnLogin } from './login-desk.ts'
import { SimulatedDrafts } from './simulated-drafts.ts'
import { Tab } from './tab.ts'
import type { World } from './world.ts'

export type PersonKind = 'guest' | 'site' | 'password'

/** Someone with a browser: a login, and tabs that come and go. */
export class Person {
  readonly name: string
  readonly rooms: readonly string[]
  readonly tabs: Tab[] = []
  /** How they are known now; a guest may come to have a password. */
  kind: PersonKind
  /** The most that their site ever made of them. */
  highestRole: 'user' | 'moderator' = 'user'
  /** Has left for good. */
  gone = false
  /** It may be that the server has ended their logins. */
  mayEnd: boolean
  readonly desk: LoginDesk
  readonly #drafts: SimulatedDrafts
  readonly #world: World
  #login: OwnLogin | undefined
  readonly #ids = new Set<string>()
  #tabs = 0

  constructor(world: World, name: string, rooms: readonly string[], kind: PersonKind = 'guest') {
    this.#world = world
    this.name = name
    this.rooms = rooms
    this.kind = kind
    this.mayEnd = kind !== 'guest'
    this.desk = new LoginDesk(world, this)
    this.#drafts = new SimulatedDrafts(world.clock, world.random)
    if (kind === 'site') {
      world.site.add(name)
      this.openTab()
    } else void this.desk.logIn()
  }

  get userId(): string {
    return this.#login?.user.id ?? ''
  }

  get loggedIn(): boolean {
    return this.#login !== undefined
  }

  get login(): OwnLogin | undefined {
    return this.#login
  }

  get token(): string {
    return this.kind === 'site' ? this.#world.site.mint(this.name) : (this.#login?.token ?? '')
  }

  /** Of the token, as the server keeps it. */
  get tokenHash(): string {
    return hashOf(this.#login?.token ?? '')
  }

  /** All that they ever had. */
  get ids(): ReadonlySet<string> {
    return this.#ids
  }

  isMe(userId: string): boolean {
    return this.#ids.has(userId)
  }

  /** Is this from now on; returns whether the server still knows of it. */
  become(login: OwnLogin | undefined): boolean {
    this.#login = login
    if (!login) return true
    this.#ids.add(login.user.id)
    this.#world.trace.add(this.name, `is logged in as ${login.user.id}`)
    // the end of the store was lost while the answer was on its way
    const { lost } = this.#world.disk
    if (!lost.has(hashOf(login.token)) && !lost.has(login.user.id)) return true
    this.leaveForGood()
    for (const tab of [...this.tabs]) this.closeTab(tab, 'close')
    return false
  }

  /** How many tabs there ever were. */
  get tabsEver(): number {
    return this.#tabs
  }

  openTab(): Tab {
    const { site } = this.#world
    const getToken =
      this.kind === 'site' ? (ask: Parameters<typeof site.ask>[1]) => site.ask(this.name, ask) : undefined
    const login = (this.#login || getToken) && { ...this.#login, getToken, drafts: this.#drafts }
    const tab = new Tab(this.#world, `${this.name}#${++this.#tabs}`, login, this)
    this.tabs.push(tab)
    tab.client.on('session', session => {
      if (!session) this.#ended(tab)
      else if (!this.#login && this.kind === 'site') this.become({ token: '', user: session.user })
      else if (!this.isMe(session.user.id)) this.#isAnother(tab, session.user)
    })
    for (const room of this.rooms) tab.enter(room)
    return tab
  }

  closeTab(tab: Tab, how: 'close' | 'crash'): void {
    const at = this.tabs.indexOf(tab)
    if (at < 0) return
    this.tabs.splice(at, 1)
    tab[how]()
  }

  leaveForGood(): void {
    this.gone = true
    for (const tab of this.tabs) tab.over = true
    for (const posted of this.#world.ledger.posted) {
      if (this.isMe(posted.userId) || posted.tab.startsWith(`${this.name}#`)) posted.dropped = true
    }
  }

  /** The page says that the login is over. */
  #ended(tab: Tab): void {
    if (this.gone) return
    const { site, trace } = this.#world
    trace.add(tab.name, 'is logged out')
    if (!this.mayEnd || this.desk.deleting) {
      this.leaveForGood()
      return
    }
    if (this.kind === 'site' && !site.misled.has(this.name))
      this.#world.broken(`${tab.name} was thrown out for nothing`)
    if (this.kind === 'password' && tab.token === this.#login?.token) {
      this.#login = undefined
      void this.desk.logIn()
    }
    this.#replace(tab)
  }

  /** Somebody else is signed in on the site by now: the page begins anew. */
  #isAnother(tab: Tab, user: User): void {
    if (this.kind !== 'site' || !this.#world.site.misled.has(this.name))
      this.#world.broken(`${tab.name} has become ${user.id}`)
    tab.over = true
    this.#replace(tab)
  }

  #replace(tab: Tab): void {
    const { clock, random } = this.#world
    clock.after(0, () => this.closeTab(tab, 'close'))
    clock.after(500 + 2_500 * random(), () => {
      if (!this.gone && this.tabs.length < 3 && (this.kind === 'site' || this.#login)) this.openTab()
    })
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64')
