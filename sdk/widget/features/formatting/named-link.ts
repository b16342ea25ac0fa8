import type { Found } from '../../views/piece.ts'

/** Ends an address between parentheses; what has brackets in it is not taken for one. */
const END = /[\s[\]<>"`\\]/
/** A longer text of a link stays as it was typed. */
const LONGEST = 300
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u
/** A text that says where it leads. */
const ADDRESS = /:\/\/|^\s*(?:www\.|mailto:)|^\s*[^\s/@]+\.\p{L}{2,}(?:[/:?#]\S*)?\s*$|^\s*\S+@\S+\.\S+\s*$/iu

export interface Target {
  href: string
  /** As it is shown. */
  host: string
  /** As it was written, or with the host as the browser knows it. */
  address: string
  /** Where it ends. */
  end: number
}

/** Where the address ends that begins at `from`, at the parenthesis that closes it; or -1. */
function endOf(text: string, from: number, step: () => void): number {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    step()
    const char = text.charAt(i)
    if (END.test(char)) return -1
    if (char === '(') depth++
    else if (char === ')' && depth-- === 0) return i
  }
  return -1
}

/** What `(address)` at `from` leads to: only what would be a link by itself, all of it. */
export function targetAt(
  text: string,
  from: number,
  find: (text: string) => readonly Found[],
  step: () => void,
): Target | undefined {
  if (text.charAt(from) !== '(') return undefined
  const end = endOf(text, from + 1, step)
  if (end < 0) return undefined
  const written = text.slice(from + 1, end)
  const [first] = find(written)
  const { href, text: address = '' } = first?.[2] ?? {}
  if (!first || !href || first[0] > 0 || first[1] < written.length) return undefined
  const host = /^(?:https?:\/\/([^/?#]*)|mailto:([^?]*))/i.exec(address)
  return { href, address, host: host?.[1] ?? host?.[2] ?? address, end: end + 1 }
}

/**
 * Whether a link's text is honest about where it leads: `same` says it itself, `other` is a text that is no address, and gets
 * the host beside it; `false`: it is the address of something else, or nothing that can be seen.
 */
export function saysOf(label: string, { host, address }: Target): 'same' | 'other' | false {
  const said = label.trim()
  if (said.length > LONGEST || !VISIBLE.test(said)) return false
  const plain = (url: string) => url.replace(/^(?:https?:\/\/|mailto:)/i, '').replace(/\/$/, '')
  if (plain(said) === plain(address) || plain(said) === host) return 'same'
  return ADDRESS.test(said) ? false : 'other'
}
