import { isAccount } from '../../../protocol/user-of.ts'
import { ghost } from '../../styles/base.css.ts'
import { button, el, say } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import type { AccountHost } from './account-host.ts'
import { PERSON } from './icons.ts'
import { words } from './words.ts'

/** What the menu offers to whom. */
export type MenuOffer = 'create' | 'account'

interface Entry {
  node: HTMLElement
  words: HTMLElement
}

const entries = new WeakMap<Element, Entry>()

/** To a guest an account, where people can create some; to an account its own; to a guest elsewhere nothing. */
export function menuOffer({ client, offers, site }: AccountHost): MenuOffer | undefined {
  const user = client()?.user
  if (!user) return undefined
  if (isAccount(user.id)) return 'account'
  return offers.register && !site() ? 'create' : undefined
}

/** Adds the entry of accounts to the menu of the header, before the way out, and keeps it true. */
export function extendMenu(menu: HTMLElement, host: AccountHost, press: (offer: MenuOffer) => void): void {
  const entry = entries.get(menu) ?? createEntry(menu, host, press)
  entries.set(menu, entry)
  const offer = menuOffer(host)
  entry.node.hidden = offer === undefined
  if (offer) say(entry.words, words[offer])
}

function createEntry(menu: HTMLElement, host: AccountHost, press: (offer: MenuOffer) => void): Entry {
  const label = el('span')
  const act = () => {
    const offer = menuOffer(host)
    // It closes the menu, too, and the focus comes back to it
    const opener = menu.parentElement?.querySelector<HTMLElement>('[aria-expanded]')
    opener?.click()
    opener?.focus()
    if (offer) press(offer)
  }
  const node = button(ghost, { lang: words.lang }, act, icon(PERSON), label)
  menu.lastElementChild?.before(node)
  return { node, words: label }
}
