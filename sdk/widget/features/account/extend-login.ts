import { type Accounts, createAccounts } from '../../../client/accounts.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import type { Offers } from '../../../protocol/accounts.ts'
import type { Login } from '../../../protocol/records.ts'
import { link } from '../../styles/base.css.ts'
import { adopt } from '../../styles/sheet.ts'
import { attr, button, el, say } from '../../views/el.ts'
import { ALERT, icon } from '../../views/icon.ts'
import * as css from './account.css.ts'
import { createToggle } from './field.ts'
import { cssText } from './sheet.css.ts'
import { type Way, words } from './words.ts'

export interface LoginExtension {
  server: string
  credentials: 'token' | 'cookie'
  offers: Pick<Offers, 'auth' | 'register'>
  /** Somebody has logged in. */
  begin(login: Login): void
}

const extended = new WeakSet<Element>()

/**
 * Adds the ways in by a password to the card of a login: one form, whose name field stays where and what it is. Until
 * another way is chosen the form is the guest's own, and goes on by itself.
 */
export function extendLogin(card: HTMLFormElement, options: LoginExtension): void {
  const name = card.querySelector('input')
  const enter = card.querySelector<HTMLButtonElement>('[type=submit]')
  if (extended.has(card) || !name || !enter) return
  extended.add(card)
  adopt(card.getRootNode() as ShadowRoot, cssText)
  const { server, credentials, offers } = options
  // what is added looks as what is there
  const look = (selector: string) => card.querySelector(selector)?.className
  const ways: Way[] = offers.auth.includes('guest') ? ['guest', 'login'] : ['login']
  if (offers.register) ways.push('register')
  const accounts = createAccounts({ server, credentials })
  const guestName = ['name', 'autocomplete', 'autocapitalize'].map(key => [key, name.getAttribute(key)] as const)
  let way: Way = ways[0] ?? 'login'
  let busy = false

  const password = el('input', name.className, {
    id: 'password',
    part: 'input',
    name: 'password',
    type: 'password',
    maxlength: 256,
    enterkeyhint: 'go',
  })
  const toggle = createToggle(password)
  const problem = el('div', look('#name-error'), { id: 'account-error', part: 'error', hidden: true })
  const label = el('label', look('label'), { for: 'password' }, words.password)
  const secret = el('div', '', { lang: words.lang }, label, el('div', css.secret, {}, password, toggle), problem)
  const others = el('div', css.ways, { role: 'group', 'aria-label': words.ways, lang: words.lang })
  const footer = card.parentElement?.querySelector('slot')
  enter.before(secret)
  card.append(others)

  function go(next: Way, focus: boolean): void {
    way = next
    const guest = way === 'guest'
    for (const [key, value] of guestName) attr(name as Element, key, value ?? undefined)
    if (!guest) {
      attr(name as Element, 'name', 'username')
      attr(name as Element, 'autocomplete', 'username')
      attr(name as Element, 'autocapitalize', 'none')
    }
    attr(secret, 'hidden', guest)
    password.disabled = guest
    attr(password, 'autocomplete', way === 'register' ? 'new-password' : 'current-password')
    say(enter as Element, words.enter[way])
    fail(undefined)
    others.replaceChildren(
      ...ways.filter(each => each !== way).map(each => button(link, {}, () => go(each, true), words.go[each])),
    )
    // What the page puts below the card stays below these, and nothing else moves
    footer?.style.setProperty('translate', `0 ${others.offsetHeight}px`)
    if (focus) (guest || !name?.value ? name : password)?.focus()
  }

  /** Says what is wrong, at the field that it is about. */
  function fail(text: string | undefined, field: HTMLInputElement = password): void {
    for (const each of way === 'guest' ? [password] : [name as HTMLInputElement, password]) {
      attr(each, 'aria-invalid', text && each === field ? 'true' : undefined)
      attr(each, 'aria-describedby', text && each === field ? 'account-error' : undefined)
    }
    problem.replaceChildren(...(text ? [icon(ALERT), el('span', '', {}, text)] : []))
    attr(problem, 'hidden', !text)
    if (text) field.focus()
  }

  async function send(): Promise<void> {
    if (busy) return
    const [who, secretText, how] = [name?.value ?? '', password.value, way]
    if (!who.trim()) return fail(words.noName, name ?? undefined)
    if (!secretText) return fail(words.noPassword)
    fail(undefined)
    wait(true)
    try {
      const act: Accounts['login'] = how === 'register' ? accounts.register : accounts.login
      const begun = await act(who, secretText)
      password.value = ''
      options.begin(begun)
    } catch (cause) {
      const error = cause as ChatError
      const ofName = error.code === 'username_taken' || error.code === 'invalid_username'
      if (card.isConnected) fail(words.error(error), ofName ? (name ?? undefined) : password)
    } finally {
      wait(false)
    }
  }

  function wait(on: boolean): void {
    busy = on
    attr(enter as Element, 'aria-disabled', on && 'true')
    say(enter as Element, on ? words.busy : words.enter[way])
  }

  // Before the guest's own form hears of it: by the button, by Enter, by a password manager
  const take = (event: Event) => {
    if (way === 'guest' || (event.type === 'click' && !enter.contains(event.target as Node))) return
    event.preventDefault()
    event.stopImmediatePropagation()
    void send()
  }
  const box = card.parentElement ?? card
  box.addEventListener('click', take, true)
  box.addEventListener('submit', take, true)
  go(way, false)
}
