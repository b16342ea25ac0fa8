import { createHash } from 'node:crypto'
import { ChatError } from '../../sdk/lib/chat-error.ts'
import type { User } from '../../sdk/protocol/records.ts'
import { SimulatedDrafts } from './simulated-drafts.ts'
import { Tab } from './tab.ts'
import type { World } from './world.ts'

const RETRY_MS = 1_000

/** Someone with a browser: a login, and tabs that come and go. */
export class Person {
  readonly name: string
  readonly rooms: readonly string[]
  readonly tabs: Tab[] = []
  readonly #drafts: SimulatedDrafts
  /** Has left for good. */
  gone = false
  readonly #world: World
  #login: { token: string; user: User } | undefined
  #tabs = 0
  #tries = 0

  constructor(world: World, name: string, rooms: readonly string[]) {
    this.#world = world
    this.name = name
    this.rooms = rooms
    this.#drafts = new SimulatedDrafts(world.clock, world.random)
    void this.#logIn()
  }

  get userId(): string {
    return this.#login?.user.id ?? ''
  }

  get loggedIn(): boolean {
    return this.#login !== undefined
  }

  get token(): string {
    return this.#login?.token ?? ''
  }

  /** Of the token, as the server keeps it. */
  get tokenHash(): string {
    return createHash('sha256').update(this.token).digest('base64')
  }

  openTab(): Tab {
    const login = this.#login && { ...this.#login, drafts: this.#drafts }
    const tab = new Tab(this.#world, `${this.name}#${++this.#tabs}`, login)
    this.tabs.push(tab)
    tab.client.on('session', login => {
      if (!login) this.leaveForGood()
    })
    for (const room of this.rooms) tab.enter(room)
    return tab
  }

  closeTab(tab: Tab, how: 'close' | 'crash'): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1)
    tab[how]()
  }

  leaveForGood(): void {
    this.gone = true
    for (const tab of this.tabs) tab.over = true
    for (const posted of this.#world.ledger.posted) {
      if (posted.userId === this.userId) posted.dropped = true
    }
  }

  async #logIn(): Promise<void> {
    const world = this.#world
    const name = this.#tries === 0 ? this.name : `${this.name} ${this.#tries}`
    const tab = new Tab(world, `${this.name}#0`)
    tab.over = true
    try {
      const { token, user } = await tab.client.login(name)
      this.#login = { token, user }
      world.trace.add(this.name, `is logged in as ${user.id}`)
      // the end of the store was lost while the answer was on its way
      if (world.disk.lost.has(this.tokenHash)) this.leaveForGood()
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      // the answer to the first try may have been lost
      if (error.code === 'username_taken') this.#tries++
      else if (!error.retryable) world.broken(`${this.name} cannot log in: ${error.message}`)
      world.clock.after(RETRY_MS, () => void this.#logIn())
    }
    tab.close()
    if (this.#login !== undefined && !this.gone) this.openTab()
  }
}
