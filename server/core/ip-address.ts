/** The eight 16-bit groups of an IPv6 address; an IPv4 address is in its mapped form. */
type Groups = readonly number[]

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/
const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
/** As everybody writes it, so that it is its own key. */
const PLAIN_IPV4 = new RegExp(`^(?:${BYTE}\\.){3}${BYTE}$`)
const IPV6 = /^[0-9a-f:.]{2,45}$/i
const MAPPED = [0, 0, 0, 0, 0, 0xffff]

function groupsOf(text: string): Groups | undefined {
  if (IPV4.test(text)) {
    const bytes = text.split('.').map(Number)
    const [a = 0, b = 0, c = 0, d = 0] = bytes
    return bytes.every(byte => byte < 256) ? [...MAPPED, a * 256 + b, c * 256 + d] : undefined
  }
  if (!IPV6.test(text)) return undefined
  const host = hostOf(`http://[${text}]`)
  if (host === undefined) return undefined
  const [head = '', tail] = host.slice(1, -1).split('::')
  const left = hexGroups(head)
  const right = hexGroups(tail ?? '')
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right]
}

/** The engine's parser writes every form of an address in the same way. */
function hostOf(url: string): string | undefined {
  try {
    return new URL(url).hostname
  } catch {
    return undefined
  }
}

function hexGroups(text: string): number[] {
  return text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16))
}

function isIpv4(groups: Groups): boolean {
  return MAPPED.every((group, index) => groups[index] === group)
}

/**
 * Who counts as one address: an IPv4 address, or the /64 that one IPv6 host gets. Undefined when the text is no address.
 */
export function addressKey(text: string): string | undefined {
  if (PLAIN_IPV4.test(text)) return text
  const groups = groupsOf(text)
  if (groups === undefined) return undefined
  if (!isIpv4(groups)) {
    const prefix = groups.slice(0, 4).map(group => group.toString(16))
    return `${prefix.join(':')}::/64`
  }
  const [, , , , , , high = 0, low = 0] = groups
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Whether an address lies in the block; false when it is none. */
export type AddressBlock = (address: string) => boolean

/** `10.0.0.0/8`, `fd00::/8` or one address. Undefined when the text is none of them. */
export function addressBlock(text: string): AddressBlock | undefined {
  const [base = '', length, ...rest] = text.split('/')
  const groups = groupsOf(base)
  if (groups === undefined || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined
  const offset = IPV4.test(base) ? 96 : 0
  const bits = length === undefined ? 128 : offset + Number(length)
  if (bits > 128) return undefined
  return address => {
    const other = groupsOf(address)
    return other !== undefined && groups.every((group, index) => sameBits(group, other[index] ?? 0, bits - index * 16))
  }
}

function sameBits(a: number, b: number, bits: number): boolean {
  if (bits <= 0) return true
  return bits >= 16 ? a === b : a >> (16 - bits) === b >> (16 - bits)
}

export const isLoopback: AddressBlock = address => LOOPBACK.some(block => block?.(address))
const LOOPBACK = [addressBlock('127.0.0.0/8'), addressBlock('::1')]
