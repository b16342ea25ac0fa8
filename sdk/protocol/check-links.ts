import type { FilterHit, LinkRule } from './filters.ts'
import { findHosts } from './find-hosts.ts'

/** A host is no longer, and neither is what is told of one. */
const LENGTH = 253

/** The first link of a text that the rule does not want. */
export function checkLinks(text: string, { mode, hosts = [], action }: LinkRule): FilterHit | undefined {
  const listed = new Set(hosts)
  for (const { host, sure } of findHosts(text)) {
    const isUnwanted = mode === 'block' ? isBelow(host, listed) : sure && !(mode === 'allow' && isBelow(host, listed))
    if (isUnwanted) return { rule: 'links', action, detail: host.slice(-LENGTH) }
  }
  return undefined
}

/** Whether it is one of these hosts, or below one. */
function isBelow(host: string, listed: ReadonlySet<string>): boolean {
  if (listed.has(host)) return true
  for (let dot = host.indexOf('.', host.length - LENGTH - 1); dot >= 0; dot = host.indexOf('.', dot + 1))
    if (listed.has(host.slice(dot + 1))) return true
  return false
}
