import { type AddressBlock, addressKey } from './ip-address.ts'

const HOPS = 32

/**
 * The key of the address that a request came from. `X-Forwarded-For` counts only as far as trusted proxies wrote it:
 * from the right, up to the first hop that is not one of them.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trusted: readonly AddressBlock[],
): string {
  if (forwardedFor === undefined) return addressKey(peer) ?? 'unknown'
  const isTrusted = (address: string) => trusted.some(block => block(address))
  let last = peer
  const hops = isTrusted(peer) ? forwardedFor.split(',').slice(-HOPS) : []
  for (const hop of hops.reverse()) {
    const address = withoutPort(hop.trim())
    if (addressKey(address) === undefined) break
    last = address
    if (!isTrusted(address)) break
  }
  return addressKey(last) ?? 'unknown'
}

/** Some proxies write `1.2.3.4:5678` or `[2001:db8::1]:5678`. */
function withoutPort(hop: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop
}
