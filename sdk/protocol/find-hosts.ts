import { canonicalHost } from './canonical-host.ts'
import { isFileEnding, isTopLevelDomain } from './top-level-domains.ts'

/** A host that a text names. */
export interface NamedHost {
  /** As a browser knows it: in ASCII and small letters, without a dot at its end. */
  host: string
  /** By how it is written it is a host; else it may be the name of a file, or the end of a sentence. */
  sure: boolean
}

const LETTER = String.raw`(?![!-~])[\p{L}\p{M}]`
/** Inside a word of a script that has joiners, middle dots or gershayim they belong to it. */
const JOINER = String.raw`(?<=${LETTER})[\u30FB\u05F3\u05F4\u200C\u200D](?=(?![!-~])\p{L})`
const UNSEEN = new RegExp(String.raw`(?!${JOINER})\p{DI}`, 'gu')
const OTHER_DOTS = /(?<=[a-z0-9-])\u3002(?=[a-z0-9])/gi
/** Browsers forgive slashes that lean or are missing. */
const SCHEME = /(?:https?|ftp|wss?):[/\\]*|(?<=[a-z0-9]):\/\/|mailto:/gi
const AUTHORITY = new RegExp(String.raw`(?:${JOINER}|(?![\p{C}\p{DI}])[^\s/?#\\<>"\x60|])*`, 'uy')
const REST = /[/?#\\][^\s<>"`|]*/y
const MAIL_HOST = /@([a-z0-9.-]+)/gi
/** Signs that no host has: it ends before them, unless who reads it looks for an @ behind. */
const SIGN = new RegExp(
  String.raw`(?!${JOINER})(?:[!$&'()*+,;=[\]{|}~]|(?![!-~–‐‑’·‧])[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{Pd}\p{S}])`,
  'u',
)
/** Ends the sentence around an address, not the address. */
const TRAILING = /[.,;:!?'*_~([{–‐‑’·‧]+$/
const PORT = /:[^[\]]*$/
const IP6 = /^\[[0-9a-f:.]+\]/i
/** A host, and a word of another script right behind it. */
const GLUED = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?=(?::\d+)?(?![!-~]|\p{Script=Latin}|\p{M})[^.]+$)/iu

/** Dotted words, with what stands around them; of more labels than these the last ones count. */
const DOTTED = /[\p{L}\p{M}\p{N}._-]+/gu
const MOST_LABELS = 20
const IP4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/
const FAR = ['Han', 'Hira', 'Kana', 'Bopo', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr'].map(name => `\\p{scx=${name}}`)
/** The end of a word of a script that has no spaces, and the host right behind it. */
const GLUED_BEFORE = new RegExp(`^.*[${FAR.join('')}](?=[a-z0-9-]+$)`, 'iu')
const GLUED_BEHIND = /^([a-z]{2,})(?![!-~]|\p{Script=Latin}|\p{M}).+$/iu
const CAPITALISED = /^[A-Z][a-z]+$/
const USUAL = /^(?:com|net|org)$/i

/**
 * The hosts that a text leads to, whether it names them with a scheme, with `www.` or alone: at least all to which the
 * widget makes links. What stands in the path of an address is no host, unless it has a scheme itself.
 */
export function* findHosts(raw: string): Generator<NamedHost> {
  const text = raw.replace(UNSEEN, '').normalize('NFKC').replace(OTHER_DOTS, '.')
  const taken: [from: number, to: number][] = []
  yield* withScheme(text, taken)
  // Who does not read it so is led there, too
  if (text !== raw) yield* withScheme(raw, [])
  yield* withoutScheme(text, taken)
}

/** `taken`: where the addresses stand. */
function* withScheme(text: string, taken: [number, number][]): Generator<NamedHost> {
  for (const { 0: scheme, index } of text.matchAll(SCHEME)) {
    const from = index + scheme.length
    const authority = matchAt(AUTHORITY, text, from)
    const to = from + authority.length
    if (/^mailto/i.test(scheme)) for (const [, host = ''] of authority.matchAll(MAIL_HOST)) yield* surely(host)
    else {
      for (const host of hostsOf(authority, /[/?#]/.test(text.charAt(to)))) yield* surely(host)
      const sign = SIGN.exec(authority)
      taken.push([index, sign ? from + sign.index : to + matchAt(REST, text, to).length])
    }
  }
}

/** Whom an authority names: for who ends it at a sign, and for who looks for the last @. `goesOn`: a path follows. */
function hostsOf(authority: string, goesOn: boolean): string[] {
  const sign = SIGN.exec(authority)
  const before = sign ? authority.slice(0, sign.index) : authority
  const head = behindAt(before)
  const end = head.replace(TRAILING, '')
  const glued = GLUED.exec(end) ?? GLUED.exec(before)
  const hosts = [glued?.[0] ?? end.replace(PORT, '')]
  // What stands before a path is the host's, be it a letter or not
  if (!sign && goesOn) hosts.push(head.replace(PORT, ''))
  if (sign && authority.includes('@', sign.index)) hosts.push(behindAt(authority).split(SIGN)[0] ?? '')
  for (const whole of [authority, behindAt(authority)]) hosts.push(IP6.exec(whole)?.[0] ?? '')
  return hosts
}

function behindAt(authority: string): string {
  return authority.slice(authority.lastIndexOf('@') + 1)
}

function* withoutScheme(text: string, taken: readonly [number, number][]): Generator<NamedHost> {
  let done = 0
  let next = 0
  for (const { 0: run, index } of text.matchAll(DOTTED)) {
    for (let span = taken[next]; span && span[0] <= index; span = taken[++next]) done = Math.max(done, span[1])
    if (index < done || !run.includes('.')) continue
    const to = index + run.length
    // Before an @ stands who, and not where
    if (/^@[\p{L}\p{N}]/u.test(text.slice(to, to + 3))) continue
    const rest = matchAt(REST, text, to + matchAt(/:\d+(?=[/?#])/y, text, to).length)
    if (rest) done = to + rest.length
    for (const part of run.split(/\.{2,}/)) yield* hostsIn(part, rest.startsWith('/') && run.endsWith(part))
  }
}

/** The hosts that dotted words may be: the longest that ends as hosts do is one. `hasPath`: a path stands behind. */
function* hostsIn(dotted: string, hasPath: boolean): Generator<NamedHost> {
  const labels = dotted.replace(/^[._-]+|[._-]+$/g, '').split('.')
  if (labels.length < 2) return
  if (IP4.test(labels.join('.'))) return yield* surely(labels.join('.'))
  labels[0] = (labels[0] ?? '').replace(GLUED_BEFORE, '')
  const ends = labels.map((label, at) => (at === 0 ? '' : endIn(label)))
  const last = ends.reduce((longest, end, at) => (end === '' ? longest : at), -1)
  if (last < 0) return yield* named(labels, /^www$/i.test(labels[0]) && labels.length > 2)
  for (const [at, end] of ends.entries()) {
    if (end === '') continue
    const isFile = isFileEnding(end.toLowerCase()) && !(hasPath && at === labels.length - 1)
    const isSentence = CAPITALISED.test(end) && !USUAL.test(end)
    const isWww = /^www$/i.test(labels[0]) && at > 1
    yield* named(
      [...labels.slice(Math.max(0, at - MOST_LABELS), at), end],
      at === last && (isWww || !(isFile || isSentence)),
    )
  }
}

/** With what a host ends in this label; '' if with nothing. */
function endIn(label: string): string {
  if (isTopLevelDomain(label.toLowerCase())) return label
  const [, end = ''] = GLUED_BEHIND.exec(label) ?? []
  return isTopLevelDomain(end.toLowerCase()) ? end : ''
}

function surely(host: string): Generator<NamedHost> {
  return named([host], true)
}

function* named(labels: readonly string[], sure: boolean): Generator<NamedHost> {
  const host = canonicalHost(labels.join('.'))
  if (host) yield { host, sure }
}

/** What a sticky pattern finds here. */
function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
