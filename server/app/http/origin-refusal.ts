import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'
import type { HttpRequest } from '../../ports/transport.ts'

/** Tells the site's owner which option to set; the page can read it. */
export function originRefusal({ headers }: HttpRequest): Refusal {
  const origin = (headers.get('origin') ?? '').replace(/[^\x21-\x7E]/g, '?').slice(0, 200)
  return refusal(
    'origin_refused',
    `This chat server does not serve pages of ${origin}. Its owner can start it with --origins ${origin}, or with --public-url if that is its own address.`,
  )
}
