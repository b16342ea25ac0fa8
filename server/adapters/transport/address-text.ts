/** 4 or 16 bytes as people write them: IPv4 dotted, also when it came mapped into IPv6; IPv6 shortened (RFC 5952). */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.length !== 16) return ''
  if (bytes.subarray(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255') return bytes.subarray(12).join('.')
  const groups: string[] = []
  for (let i = 0; i < 16; i += 2) groups.push((((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)).toString(16))
  const { start, length } = longestZeros(groups)
  if (length < 2) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}

/** The same form from what Node says of a socket. */
export function plainAddress(text: string | undefined): string {
  const address = (text ?? '').split('%', 1)[0] ?? ''
  return /^::ffff:[0-9.]+$/i.test(address) ? address.slice(7) : address
}

function longestZeros(groups: string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  groups.forEach((group, i) => {
    if (group !== '0') start = i + 1
    else if (i + 1 - start > best.length) best = { start, length: i + 1 - start }
  })
  return best
}
