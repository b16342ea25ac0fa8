import { createHash } from 'node:crypto'
import type { TokenAsk } from '../../sdk/client/types.ts'
import type { User } from '../../sdk/protocol/records.ts'
import { isAccount } from '../../sdk/protocol/user-of.ts'
import { LoginDesk, type OwnLogin } from './login-desk.ts'
import { SimulatedDrafts } from './simulated-drafts.ts'
import { subjectOf } from './site.ts'
import { Tab } from './tab.ts'
import type { World } from './world.ts'

export type PersonKind = 'guest' | 'site' | 'password'

/** The cookie of a browser, which goes with everything that a page of the server's own origin asks. */
export interface Jar {
  /** Of the login that was the last one in this browser, whoever's it is. */
  token: string | undefined
}

/** Where they meet the chat. `site`: on a page of a site; `own`: on the server's own, by its cookie; else on any other. */
export type Place = 'site' | 'own' | 'other'

/** Someone with a browser: a login, and tabs that come and go. */
export class Person {
  readonly name: string
  readonly rooms: string[]
  readonly tabs: Tab[] = []
  /** Rooms of their own that they have been to. */
  readonly visited = new Set<string>()
  /** How they are known now; a guest may come to have a password, or to be known by the site. */
  kind: PersonKind
  readonly place: Place
  /** From where their lines come; undefined: nobody looks at it. */
  readonly address: string | undefined
  /** They do not leave for good. */
  stays = false
  readonly jar: Jar | undefined
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
  /** The chat has been told who they are on their site. */
  #isIdentified = false

  constructor(
    world: World,
    name: string,
    rooms: readonly string[],
    kind: PersonKind = 'guest',
    place: Place = kind === 'site' ? 'site' : 'other',
    address?: string,
  ) {
    this.address = address
    this.#world = world
    this.name = name
    this.rooms = [...rooms]
    this.kind = kind
    this.place = place
    this.jar = place === 'own' ? { token: undefined } : undefined
    this.mayEnd = kind !== 'guest'
    this.desk = new LoginDesk(world, this)
    this.#drafts = new SimulatedDrafts(world.clock, world.random)
    if (kind === 'site') {
      this.#isIdentified = true
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
    if (this.jar) this.jar.token = login.token
    this.#ids.add(login.user.id)
    if (this.address && !isAccount(login.user.id)) this.#world.order?.book.isAt(login.user.id, this.address)
    this.#world.trace.add(this.name, `is logged in as ${login.user.id}`)
    // the end of the store was lost while the answer was on its way
    const { lost } = this.#world.disk
    if (!lost.has(hashOf(login.token)) && !lost.has(login.user.id)) return true
    this.leaveForGood()
    for (const tab of [...this.tabs]) this.closeTab(tab, 'close')
    return false
  }

  openTab(): Tab {
    const getToken = this.place === 'site' ? (ask: TokenAsk) => this.#pageToken(ask) : undefined
    const login = (this.#login || getToken) && { ...this.#login, getToken, jar: this.jar, drafts: this.#drafts }
    const tab = new Tab(this.#world, `${this.name}#${++this.#tabs}`, login, this)
    this.tabs.push(tab)
    tab.client.on('session', session => {
      if (!session) this.#ended(tab)
      else if (!this.isMe(session.user.id)) this.#isNew(tab, session.user)
    })
    for (const room of [...this.rooms, ...this.visited]) tab.enter(room)
    if (this.kind === 'site') this.#goOn(tab)
    return tab
  }

  /** A guest on the page of a site signs in there, and goes on in the chat as who the site says. */
  signIn(): void {
    const { site, trace } = this.#world
    if (this.kind !== 'guest' || this.place !== 'site' || !this.#login || this.gone || this.desk.busy) return
    trace.add(this.name, 'signs in on the site')
    site.add(this.name)
    this.kind = 'site'
    this.mayEnd = true
    for (const tab of this.tabs) this.#goOn(tab)
  }

  /** In this tab, too. */
  #goOn(tab: Tab): void {
    const { clock, random, site } = this.#world
    if (this.#isIdentified) return
    clock.after(random() < 0.5 ? 0 : 1_500 * random(), () => void tab.signIn(() => site.mint(this.name)))
  }

  /** What their page gives: the guest's token until the chat knows who they are, or takes that no more. */
  async #pageToken(ask: TokenAsk): Promise<string | null> {
    const { site } = this.#world
    const isKnown = () => this.#isIdentified || (this.kind === 'site' && ask.reason === 'rejected')
    if (!isKnown()) await site.answer()
    return isKnown() ? site.ask(this.name, ask) : (this.#login?.token ?? null)
  }

  /** Goes to a room of theirs in all their tabs. */
  visit(room: string): void {
    if (!this.rooms.includes(room)) this.visited.add(room)
    for (const tab of this.tabs) if (tab.alive && !tab.over) tab.visit(room)
  }

  /** Somebody asks them into a room: mostly they come. */
  async answer(tab: Tab | undefined, room: string): Promise<void> {
    const { clock, random } = this.#world
    const accepts = random() < 0.8
    await new Promise<void>(resolve => clock.after(2_000 * random(), resolve))
    const answered = await tab?.ask(accepts ? 'accept' : 'decline', async each => {
      await each.answer(room, accepts)
      return true
    })
    if (answered && accepts && !this.gone) this.visit(room)
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
    const { site, trace, clockSetAt } = this.#world
    trace.add(tab.name, 'is logged out')
    const isLost = this.#world.nodes !== undefined && this.kind === 'guest'
    if (!this.mayEnd || this.desk.deleting || isLost) {
      this.leaveForGood()
      return
    }
    // a guest whose name is an account's by now, which is their own: they come as that
    const isNamesake = !this.#isIdentified && tab.endedBy === 'username_taken'
    // their token was on its way when the server's clock was set: by the new time it has ended, or is not issued yet
    const isOvertaken = tab.endedBy === 'signed_out' && clockSetAt >= tab.onlineAt && clockSetAt > 0
    if (this.kind === 'site' && !site.misled.has(this.name) && !isNamesake && !isOvertaken)
      this.#world.broken(`${tab.name} was thrown out for nothing`)
    if (this.kind === 'password' && this.#login && (this.jar || tab.token === this.#login.token)) {
      this.#login = undefined
      void this.desk.logIn()
    }
    this.#replace(tab)
  }

  /** Who a page says that they are, for the first time. */
  #isNew(tab: Tab, user: User): void {
    const isTheirs = this.kind === 'site' && this.#world.disk.subjectOf(user.id) === subjectOf(this.name)
    if (this.gone) return
    if (this.desk.deleting) this.leaveForGood()
    else if (isTheirs) {
      this.#isIdentified = true
      this.become({ token: '', user })
    } else this.#isAnother(tab, user)
  }

  /** Somebody else is signed in on the site by now: the page begins anew. */
  #isAnother(tab: Tab, user: User): void {
    if (this.kind !== 'site' || !this.#world.site.misled.has(this.name))
      this.#world.broken(`${tab.name} has become ${user.id}`)
    this.#world.trace.add(tab.name, `is ${user.id} by now, who is somebody else`)
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
