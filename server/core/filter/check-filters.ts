import { canonicalHost } from '../../../sdk/protocol/canonical-host.ts'
import {
  FILTER_ACTIONS,
  type FilterAction,
  type Filters,
  type FloodRule,
  HOLDS,
  type LinkRule,
  type WordRule,
} from '../../../sdk/protocol/filters.ts'
import { ROLES } from '../../../sdk/protocol/policy.ts'
import { MOST_SAME } from './same-text.ts'
import { parseTerm, TERM_LENGTH } from './term.ts'

/** `message`: a sentence that says which entry is wrong, why, and how to write it. */
export type CheckedFilters = { ok: true; filters: Filters } | { ok: false; message: string }

export const MOST_WORDS = 1_000
export const MOST_ALLOWED = 100
export const MOST_HOSTS = 200
export const MOST_MENTIONS = 50

const LINK_MODES = ['allow', 'block', 'none'] as const satisfies LinkRule['mode'][]
/** More UTF-16 units are no term, whatever they are. */
const RAW_LENGTH = TERM_LENGTH * 20
const HOST = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/
const IP6 = /^\[[0-9a-f:.]+\]$/
const HOST_LENGTH = 253

/** What is wrong, in words; thrown and caught in this file alone. */
class Wrong extends Error {}

type Fields = Record<string, unknown>

/** Filters that somebody set up, from whatever they sent. Hosts are given in ASCII and small letters. */
export function checkFilters(value: unknown): CheckedFilters {
  try {
    return { ok: true, filters: filtersOf(value) }
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, message: error.message }
    throw error
  }
}

function filtersOf(value: unknown): Filters {
  const fields = fieldsOf(value, 'The filters', ['words', 'allow', 'links', 'floods', 'below', 'hold'])
  const { words, allow, links, floods, below, hold } = fields
  const filters: Filters = {}
  if (words !== undefined) filters.words = listOf(words, 'words', MOST_WORDS, wordRuleOf)
  if (allow !== undefined) filters.allow = listOf(allow, 'allow', MOST_ALLOWED, termOf)
  if (links !== undefined) filters.links = linkRuleOf(links)
  if (floods !== undefined) filters.floods = floodRuleOf(floods)
  if (below !== undefined) filters.below = oneOf(below, 'below', ROLES)
  if (hold !== undefined) filters.hold = oneOf(hold, 'hold', HOLDS)
  return filters
}

function wordRuleOf(value: unknown, at: string): WordRule {
  const { term, action } = fieldsOf(value, at, ['term', 'action'])
  return { term: termOf(term, `${at}.term`), action: actionOf(action, at) }
}

function termOf(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new Wrong(`${at} is not a text. Write a word, such as "cat".`)
  if (value.length > RAW_LENGTH) throw new Wrong(`${at} is longer than ${TERM_LENGTH} characters. Write a shorter one.`)
  const parsed = parseTerm(value)
  if (!parsed.ok) throw new Wrong(`${at} ${parsed.problem}`)
  return value.trim()
}

function linkRuleOf(value: unknown): LinkRule {
  const { mode: wanted, hosts: listed, action: wantedAction } = fieldsOf(value, 'links', ['mode', 'hosts', 'action'])
  const mode = oneOf(wanted, 'links.mode', LINK_MODES)
  const action = actionOf(wantedAction, 'links')
  if (mode === 'none') {
    if (listed !== undefined)
      throw new Wrong('links.hosts is there, but with the mode "none" no host counts. Take it out.')
    return { mode, action }
  }
  const hosts = listOf(listed ?? [], 'links.hosts', MOST_HOSTS, hostOf)
  if (hosts.length === 0) throw new Wrong(`links.hosts is empty. Write the hosts to ${mode}, such as ["example.com"].`)
  return { mode, hosts, action }
}

function hostOf(value: unknown, at: string): string {
  const how = 'Write it like example.com, without a scheme, port or path; what is below it counts as well.'
  if (typeof value !== 'string') throw new Wrong(`${at} is not a text. ${how}`)
  const host = value.length > 4 * HOST_LENGTH || !value.isWellFormed() ? undefined : canonicalHost(value.trim())
  const isHost = host !== undefined && host.length <= HOST_LENGTH && (HOST.test(host) || IP6.test(host))
  if (!isHost || /[:%]/.test(host.startsWith('[') ? '' : value)) throw new Wrong(`${at} is not a host. ${how}`)
  return host
}

function floodRuleOf(value: unknown): FloodRule {
  const { same, mentions, letters, action } = fieldsOf(value, 'floods', ['same', 'mentions', 'letters', 'action'])
  const rule: FloodRule = { action: actionOf(action, 'floods') }
  if (same !== undefined) rule.same = numberOf(same, 'floods.same', 1, MOST_SAME)
  if (mentions !== undefined) rule.mentions = numberOf(mentions, 'floods.mentions', 0, MOST_MENTIONS)
  if (letters !== undefined) rule.letters = numberOf(letters, 'floods.letters', 1, 100)
  return rule
}

function numberOf(value: unknown, at: string, least: number, most: number): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number
  throw new Wrong(`${at} is not a whole number from ${least} to ${most}. Write one, or take it out.`)
}

function actionOf(value: unknown, at: string): FilterAction {
  return oneOf(value, `${at}.action`, FILTER_ACTIONS)
}

function oneOf<T extends string>(value: unknown, at: string, all: readonly T[]): T {
  const known = all.find(each => each === value)
  if (known !== undefined) return known
  throw new Wrong(`${at} is not one of ${all.map(each => `"${each}"`).join(', ')}. Write one of them.`)
}

function listOf<T>(value: unknown, at: string, most: number, read: (value: unknown, at: string) => T): T[] {
  if (!Array.isArray(value)) throw new Wrong(`${at} is not a list. Write it in brackets: [].`)
  if (value.length > most) throw new Wrong(`${at} has ${value.length} entries, and may have ${most}. Take some out.`)
  return Array.from(value, (each, index) => read(each, `${at}[${index}]`))
}

function fieldsOf(value: unknown, at: string, known: readonly string[]): Fields {
  const are = at.startsWith('The') ? 'are' : 'is'
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Wrong(`${at} ${are} not an object. Write it in braces, with ${known.join(', ')}.`)
  const unknown = Object.keys(value).find(key => !known.includes(key))
  if (unknown !== undefined)
    throw new Wrong(
      `${at} ${are === 'are' ? 'have' : 'has'} a field that is not known: ${JSON.stringify(unknown.slice(0, 40))}. Known are ${known.join(', ')}.`,
    )
  return value as Fields
}
