import type { Offers } from '../../protocol/accounts.ts'
import type { Login } from '../../protocol/records.ts'
import { loadFile } from '../parts/load-file.ts'

export interface LoginOffersOptions {
  root: ShadowRoot
  /** The chat server's address. */
  server(): string
  /** Somebody has logged in by a password. */
  begin(login: Login): void
}

/** By address, for all elements of the page; the oldest makes room. */
const known = new Map<string, Promise<Partial<Offers> | undefined>>()
const MOST = 10

function offersOf(address: string): Promise<Partial<Offers> | undefined> {
  const asked = known.get(address) ?? fetch(`${address}/login`, { credentials: 'omit' }).then(answer => answer.json())
  known.set(address, asked)
  // what did not get through is asked by the next login
  asked.catch(() => known.delete(address))
  for (const oldest of known.keys()) if (known.size > MOST) known.delete(oldest)
  return asked
}

/**
 * Asks beside the guest's login, once, whether people can come in by a password, too; what that takes is loaded only then. The
 * guest waits for nothing of it, and a server that does not answer offers no more than it did.
 */
export function loginOffers({ root, server, begin }: LoginOffersOptions): () => void {
  let asked: string | undefined
  let extend: ((card: HTMLFormElement) => void) | undefined

  async function ask(address: string): Promise<void> {
    const credentials = new URL(address).origin === location.origin ? 'cookie' : 'token'
    const offers = await offersOf(address)
    if (!Array.isArray(offers?.auth) || !offers.auth.includes('password')) return
    const { extendLogin } = await loadFile(() => import('../features/account/extend-login.ts'), address)
    if (asked !== address) return
    const { auth, register = false } = offers
    extend = card => extendLogin(card, { server: address, credentials, offers: { auth, register }, begin })
    look()
  }

  /** The login is shown, or may be. */
  function look(): void {
    const address = server()
    if (asked !== address) {
      asked = address
      extend = undefined
      ask(address).catch(() => {})
    }
    const card = root.querySelector<HTMLFormElement>('form[part=card]')
    if (card) extend?.(card)
  }
  return look
}
