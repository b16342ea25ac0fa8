import { parseArgs } from 'node:util'
import { FLAG_OPTIONS, flagOf, OPTION_NAMES, optionInfo } from './options.ts'
import type { OptionName } from './schema.ts'

/** A value as someone wrote it, and what they would call it: `--port`, `PORT`, `port in chat.json`. */
export interface Given {
  value: unknown
  calledAs: string
}

export type Givens = Map<OptionName, Given>
export type Flags =
  | { ok: true; givens: Givens; config: string | undefined; wants: 'help' | 'version' | 'start'; words: Words }
  | Wrong

/** What a command takes beside the options of the server. */
export interface CommandWords {
  flags: Readonly<Record<string, 'value' | 'switch'>>
  /** Words that are no flags are its own too. */
  plain: boolean
}

/** What was written of them. */
export interface Words {
  flags: ReadonlyMap<string, string | true>
  plain: readonly string[]
}

const NO_COMMAND: CommandWords = { flags: {}, plain: false }
export interface Wrong {
  ok: false
  message: string
}

const SEE_HELP = 'Run with --help to see all options.'

export function fromFlags(args: readonly string[], command = NO_COMMAND): Flags {
  const byFlag = new Map(FLAG_OPTIONS.map(name => [flagOf(name), name]))
  const own = new Map(Object.entries(command.flags))
  const takesValue = (flag: string) =>
    flag === 'config' || own.get(flag) === 'value' || optionInfo(byFlag.get(flag) ?? 'port').value !== undefined
  const known = [...byFlag.keys(), ...own.keys(), 'config', 'help', 'version']
  const isSwitch = (flag: string) =>
    flag === 'help' || flag === 'version' || own.get(flag) === 'switch' || !takesValue(flag)
  const options = Object.fromEntries(
    known.map(flag => [flag, { type: isSwitch(flag) ? 'boolean' : 'string' } as const]),
  )
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })

  const givens: Givens = new Map()
  let config: string | undefined
  let wants: 'help' | 'version' | 'start' = 'start'
  const words = { flags: new Map<string, string | true>(), plain: [] as string[] }
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional' && command.plain) {
      words.plain.push(token.value)
      continue
    }
    if (token.kind === 'positional') return wrong(`There is no option ${shown(token.value)}. ${SEE_HELP}`)
    const { name: flag, value, rawName } = token
    if (!known.includes(flag)) return wrong(`There is no option ${shown(rawName)}. ${SEE_HELP}`)
    if (flag === 'help' || flag === 'version') wants = flag
    else if (!isSwitch(flag) && (value === undefined || (!token.inlineValue && value.startsWith('--')))) {
      return wrong(`--${flag} needs a value after it. ${SEE_HELP}`)
    } else if (flag === 'config') config = value
    if (own.has(flag)) words.flags.set(flag, value ?? true)
    const name = byFlag.get(flag)
    if (name !== undefined && value !== '') givens.set(name, { value: value ?? true, calledAs: `--${flag}` })
  }
  return { ok: true, givens, config, wants, words }
}

export function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Givens {
  const givens: Givens = new Map()
  for (const name of OPTION_NAMES) {
    const variable = optionInfo(name).env
    const value = env[variable]
    if (value !== undefined && value !== '') givens.set(name, { value, calledAs: variable })
  }
  return givens
}

/** `text` is the file's content. */
export function fromFile(file: string, text: string): { ok: true; givens: Givens } | Wrong {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return wrong(`The file ${file} is not JSON.`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong(`The file ${file} must hold one JSON object, like {"port": 5001}.`)
  }
  const givens: Givens = new Map()
  for (const [key, given] of Object.entries(value)) {
    const name = FLAG_OPTIONS.find(option => option === key)
    if (name === undefined) return wrong(`There is no option ${shown(key)}, in ${file}. ${SEE_HELP}`)
    givens.set(name, { value: given, calledAs: `${name} in ${file}` })
  }
  return { ok: true, givens }
}

export function wrong(message: string): Wrong {
  return { ok: false, message }
}

/** Text of others, fit for one line of a terminal. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.replace(/[^\x20-\x7E]/g, '?').slice(0, 100)
}
