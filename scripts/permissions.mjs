// Writes docs/permissions.md from the policy that the server decides by.
// npm run permissions
import { readFileSync, writeFileSync } from 'node:fs'
import { register } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

export const PAGE = 'docs/permissions.md'

const LEAST = { guest: 'everyone', user: 'accounts', member: 'members', write: 'who may write', nobody: 'nobody' }
const plural = role => LEAST[role] ?? `${role}s`

/** The page as the policy has it, around the table that it holds already. */
export function fillPermissions(page, { POLICY, ROOM_KINDS }) {
  const head = ['action', ...ROOM_KINDS, 'while muted']
  const rows = Object.entries(POLICY).map(([action, rule]) => [
    `\`${action}\``,
    ...ROOM_KINDS.map(kind => `${plural(rule[kind])}${rule.own && rule[kind] !== 'nobody' ? ', their own' : ''}`),
    rule.muted ? 'yes' : 'no',
  ])
  const table = [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
  return page.replace(/(<!-- table -->\n)[\s\S]*?(<!-- end -->)/, (_all, begin, end) => `${begin}\n${table}\n\n${end}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  register('./ts-hooks.mjs', import.meta.url)
  const policy = await import('../sdk/protocol/policy.ts')
  const file = path.join(import.meta.dirname, '..', PAGE)
  writeFileSync(file, fillPermissions(readFileSync(file, 'utf8'), policy))
}
