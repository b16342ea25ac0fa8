import { hash } from 'node:crypto'

const LONGEST = 256

/** What is kept of a login's token; '' where it cannot be one. */
export function tokenHash(token: string): string {
  return token === '' || token.length > LONGEST ? '' : hash('sha256', token, 'base64')
}
