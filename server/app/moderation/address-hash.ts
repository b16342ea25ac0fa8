import { createHmac } from 'node:crypto'

/** What is kept of an address: who reads the store cannot tell which it was. `key`: of the store. */
export function addressUser(key: string, address: string): string {
  return `ip:${createHmac('sha256', key).update(address).digest('base64url')}`
}

/** It stands for everybody at an address. */
export function isAddress(user: string): boolean {
  return user.startsWith('ip:')
}
