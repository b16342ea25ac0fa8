import { readFileSync } from 'node:fs'
import { whyNoAuth } from './auth-check.ts'
import { helpText, optionInfo } from './options.ts'
import { CONFIG, type Config, type OptionName } from './schema.ts'
import {
  type CommandWords,
  fromEnvironment,
  fromFile,
  fromFlags,
  type Givens,
  shown,
  type Words,
  type Wrong,
  wrong,
} from './sources.ts'

export type Loaded =
  | { kind: 'config'; config: Config; words: Words }
  | { kind: 'print'; text: string }
  | { kind: 'wrong'; message: string }

/**
 * The configuration of one start, or of a command with what it takes beside it: a flag goes before the environment, that
 * before the file. Never throws.
 */
export function loadConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  version: string,
  command?: CommandWords,
): Loaded {
  const flags = fromFlags(args, command)
  if (!flags.ok) return refuse(flags)
  if (flags.wants === 'help') return { kind: 'print', text: helpText() }
  if (flags.wants === 'version') return { kind: 'print', text: `${version}\n` }
  const { CHAT_CONFIG } = env
  const path = flags.config ?? CHAT_CONFIG
  const file = path === undefined || path === '' ? { ok: true as const, givens: new Map() } : readFile(path)
  if (!file.ok) return refuse(file)
  const checked = checkConfig(new Map([...file.givens, ...fromEnvironment(env), ...flags.givens]))
  return checked.ok ? { kind: 'config', config: checked.config, words: flags.words } : refuse(checked)
}

/** The options, or one sentence about the first that is wrong. */
export function checkConfig(givens: Givens): { ok: true; config: Config } | Wrong {
  const parsed = CONFIG.safeParse(Object.fromEntries([...givens].map(([name, { value }]) => [name, value])))
  if (parsed.success) return checkTogether(parsed.data, givens)
  const [issue] = parsed.error.issues
  const name = issue?.path[0] as OptionName
  const { expects, secret } = optionInfo(name)
  const { calledAs, value } = givens.get(name) ?? { calledAs: name, value: undefined }
  const written = issue?.code === 'custom' ? issue.message : value
  return wrong(`${calledAs} must be ${expects}${secret ? '' : `, not ${shown(written)}`}.`)
}

/** What no option alone is wrong about. */
function checkTogether(config: Config, givens: Givens): { ok: true; config: Config } | Wrong {
  const calledAs = (name: OptionName) => givens.get(name)?.calledAs ?? name
  if (config.redis !== undefined && config.store === 'memory')
    return wrong(`${calledAs('redis')} and ${calledAs('store')} memory exclude each other.`)
  const problem = whyNoAuth(config, calledAs)
  return problem === undefined ? { ok: true, config } : wrong(problem)
}

function readFile(path: string): { ok: true; givens: Givens } | Wrong {
  try {
    return fromFile(path, readFileSync(path, 'utf8'))
  } catch {
    return wrong(`The file ${shown(path)} cannot be read.`)
  }
}

function refuse({ message }: Wrong): Loaded {
  return { kind: 'wrong', message }
}
