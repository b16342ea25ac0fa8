import { type Accounts, createAccounts } from '../../sdk/client/accounts.ts'
import { ChatError } from '../../sdk/lib/chat-error.ts'
import type { User } from '../../sdk/protocol/records.ts'
import { isAccount } from '../../sdk/protocol/user-of.ts'
import { MortalClock } from './mortal-clock.ts'
import type { Person } from './person.ts'
import { Tab } from './tab.ts'
import type { World } from './world.ts'

export interface OwnLogin {
  /** '' where the page's site gives one each time. */
  token: string
  user: User
}

const RETRY_MS = 1_000

/** What one person does to log in: as a guest or by a password, and what they do with an account from another device. */
export class LoginDesk {
  readonly #world: World
  readonly #person: Person
  /** Of their account: which of them counts is not known when an answer was lost. */
  #passwords: string[]
  #username: string
  #tries = 0
  /** They are about to be gone, and do not come back. */
  deleting = false
  #busy = false
  /** Tokens of all logins of the account. */
  readonly #tokens = new Set<string>()

  constructor(world: World, person: Person) {
    this.#world = world
    this.#person = person
    this.#passwords = [`the password of ${person.name}`]
    this.#username = person.name
  }

  /** They are about to be, or do, something with their account. */
  get busy(): boolean {
    return this.#busy
  }

  async logIn(): Promise<void> {
    const person = this.#person
    const login = await (person.kind === 'guest' ? this.#asGuest() : this.#byPassword())
    if (login && !person.gone && person.become(login)) person.openTab()
  }

  /** A guest goes on as an account, in the midst of whatever they are doing. */
  async becomeAccount(): Promise<void> {
    const person = this.#person
    const guest = person.login
    if (this.#busy || person.kind !== 'guest' || !guest || person.gone) return
    this.#busy = person.mayEnd = true
    this.#username = `${guest.user.name}${this.#world.random() < 0.5 ? '' : ' B.'}`
    const login = await this.#byPassword(guest.token)
    this.#busy = false
    if (!login || person.gone) return
    person.kind = 'password'
    if (!person.become(login)) return
    for (const tab of [...person.tabs]) {
      const ms = this.#world.random() < 0.5 ? 0 : 1_500 * this.#world.random()
      this.#world.clock.after(ms, () => tab.alive && tab.goOnAs(login))
    }
    if (person.tabs.length === 0) person.openTab()
  }

  /** On another device they end the logins of all others, or change their password. */
  async fromElsewhere(how: 'sessions' | 'password'): Promise<void> {
    const person = this.#person
    if (this.#busy || person.kind !== 'password' || !person.login || person.gone) return
    this.#busy = true
    const before = new Set(this.#tokens)
    const login = await this.#once(accounts => this.#tryPasswords(accounts))
    if (login && !person.gone && person.login && person.become(login)) {
      this.#tokens.add(login.token)
      if (await this.#once(accounts => this.#endOthers(how, accounts), login.token)) {
        this.#world.trace.add(person.name, `has ended the other logins by ${how}`)
        for (const token of before) this.#world.over.add(token)
      }
    }
    this.#busy = false
  }

  /** Somebody else logs in in the same browser, whose pages on the server's own origin go by its cookie. */
  async lendBrowser(): Promise<void> {
    const { jar, gone } = this.#person
    const login =
      jar && !gone && (await this.#once(accounts => accounts.login(`Visitor ${this.#world.count('visitor')}`)))
    if (!login) return
    this.#world.trace.add(this.#person.name, `lends the browser to ${login.user.id}`)
    jar.token = login.token
  }

  /** Deletes the account; returns whether that was tried. Without an answer it is not known whether it is gone. */
  async deleteAccount(): Promise<boolean> {
    const person = this.#person
    const { login } = person
    if (this.#busy || person.kind === 'guest' || !login || !isAccount(person.userId) || person.gone) return false
    this.#busy = true
    const { over, removed, trace, random, site } = this.#world
    const isOfSite = person.kind === 'site'
    if (isOfSite) await this.#deleteStale()
    this.deleting = true
    // who comes back to the page of their site may be somebody new by the time of the answer
    const ids = [...person.ids]
    if (isOfSite && random() < 0.5) site.remove(person.name)
    const [password] = isOfSite ? [] : this.#passwords
    const token = isOfSite ? site.mint(person.name) : login.token
    const isDeleted = await this.#once(accounts => accounts.delete(password).then(() => true), token)
    if (isDeleted) {
      trace.add(person.name, `has deleted the account ${isOfSite ? 'of a site' : 'with a password'}`)
      for (const each of this.#tokens) over.add(each)
      for (const id of ids) removed.add(id)
    }
    return true
  }

  /** With a token of a while ago, which may be in the hands of somebody who found a page open. */
  async #deleteStale(): Promise<void> {
    const { name } = this.#person
    const { offsetMs } = this.#world
    const token = this.#world.site.mint(name, 'stale')
    const isDeleted = await this.#once(accounts => accounts.delete().then(() => true), token)
    // by a clock that was set back it may be young
    if (isDeleted && offsetMs === this.#world.offsetMs)
      this.#world.broken(`${name} is deleted by a token of a while ago`)
  }

  async #endOthers(how: 'sessions' | 'password', accounts: Accounts): Promise<true> {
    if (how === 'sessions') {
      for (const { id, current } of await accounts.sessions()) if (!current) await accounts.endSession(id)
      return true
    }
    const [old = ''] = this.#passwords
    const fresh = `password ${this.#world.count('password')} of ${this.#person.name}`
    this.#passwords = [old, fresh]
    await accounts.changePassword(old, fresh)
    this.#passwords = [fresh]
    return true
  }

  async #asGuest(): Promise<OwnLogin | undefined> {
    const world = this.#world
    const person = this.#person
    for (;;) {
      const name = this.#tries === 0 ? (world.wanted.get(person.name) ?? person.name) : `${person.name} ${this.#tries}`
      const tab = new Tab(world, `${person.name}#0`)
      tab.over = true
      try {
        const { token, user } = await tab.client.login(name)
        return { token, user }
      } catch (error) {
        await this.#failed(error)
      } finally {
        tab.close()
      }
    }
  }

  /** With a new account, unless they have one. `guest`: the token of the guest that they are. */
  async #byPassword(guest?: string): Promise<OwnLogin | undefined> {
    for (;;) {
      const accounts = this.#accounts(guest)
      try {
        const login = (await this.#tryPasswords(accounts)) ?? (await this.#register(accounts, guest))
        this.#tokens.add(login.token)
        return { token: login.token, user: login.user }
      } catch (error) {
        if (this.#person.gone) return undefined
        await this.#failed(error)
      } finally {
        accounts.close()
      }
    }
  }

  /** Undefined: nobody has this name with one of these passwords. */
  async #tryPasswords(accounts: Accounts): Promise<OwnLogin | undefined> {
    for (const password of [...this.#passwords]) {
      try {
        const { token, user } = await accounts.login(this.#username, password)
        this.#passwords = [password]
        return { token, user }
      } catch (error) {
        if (!(error instanceof ChatError) || error.code !== 'wrong_credentials') throw error
      }
    }
    return undefined
  }

  async #register(accounts: Accounts, token: string | undefined): Promise<OwnLogin> {
    const name = this.#username
    try {
      return await accounts.register(name, this.#passwords[0] ?? '', { token })
    } catch (error) {
      // whoever has it, it may be this person, whose answer was lost: the next try tells
      if (error instanceof ChatError && error.code === 'username_taken' && this.#tries > 0)
        this.#username = `${this.#person.name} ${this.#tries}`
      throw error
    }
  }

  async #failed(error: unknown): Promise<void> {
    const world = this.#world
    if (!(error instanceof ChatError)) throw error
    // the answer to the first try may have been lost
    if (error.code === 'username_taken') this.#tries++
    else if (!error.retryable) world.broken(`${this.#person.name} cannot log in: ${error.message}`)
    await new Promise<void>(resolve => world.clock.after(RETRY_MS, resolve))
  }

  /** Undefined: it did not work, or whether it did is not known. */
  async #once<T>(run: (accounts: Accounts) => Promise<T>, token?: string): Promise<T | undefined> {
    const accounts = this.#accounts(token)
    try {
      return await run(accounts)
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      return undefined
    } finally {
      accounts.close()
    }
  }

  #accounts(token?: string): Accounts {
    const { network, clock } = this.#world
    const fetch = ((url: string, init: RequestInit) => network.fetch(url, init)) as typeof globalThis.fetch
    return createAccounts({ server: 'http://localhost', fetch, clock: new MortalClock(clock), token: () => token })
  }
}
