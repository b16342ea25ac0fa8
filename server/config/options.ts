import { OPTION_INFO, type OptionInfo } from './option-kinds.ts'
import { rateText } from './rate.ts'
import { CONFIG, type OptionName } from './schema.ts'

export const OPTION_NAMES = Object.keys(CONFIG.shape) as OptionName[]

export function optionInfo(name: OptionName): OptionInfo {
  const info = OPTION_INFO.get(CONFIG.shape[name])
  if (info === undefined) throw new Error(`The option ${name} is not described.`)
  return info
}

/** Those that have a flag and a name in the file. */
export const FLAG_OPTIONS = OPTION_NAMES.filter(name => !optionInfo(name).onlyEnvironment)

/** `publicUrl` is `--public-url`. */
export function flagOf(name: OptionName): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}

function standardText(standard: unknown): string {
  const text = rateText(standard) ?? (Array.isArray(standard) ? standard.join(',') : standard)
  return (typeof text === 'string' && text !== '') || typeof text === 'number' ? ` (${text})` : ''
}

/** What `--help` prints. */
export function helpText(): string {
  const defaults = CONFIG.parse({})
  const rows = OPTION_NAMES.map(name => {
    const { env, value, help, onlyEnvironment } = optionInfo(name)
    const flag = onlyEnvironment ? '' : `--${flagOf(name)}${value === undefined ? '' : ` ${value}`}`
    return [flag, env, `${help}${standardText(defaults[name])}`] as const
  })
  const all = [
    ...rows,
    ['--config FILE', 'CHAT_CONFIG', 'JSON file with options by name, like {"publicUrl": "..."}'],
    ['--help', '', 'this text'],
    ['--version', '', 'the version'],
  ] as const
  const widths = [0, 1].map(column => Math.max(...all.map(row => row[column]?.length ?? 0)))
  const lines = all.map(
    ([flag, env, help]) => `  ${flag.padEnd(widths[0] ?? 0)}  ${env.padEnd(widths[1] ?? 0)}  ${help}`,
  )
  return [
    'Usage: chat-widget-server [options]',
    '       chat-widget-server COMMAND [options]',
    '',
    'Commands, on the data folder, or with --redis the Redis, that the options name:',
    '  backup FILE        copies the database, also of a running server; not with --redis',
    '  admin ID           makes an account an admin of the server; --revoke takes it back',
    '  check              looks for damage, also of a running server',
    '  rooms              lists the rooms: messages, bytes, the time of the last one',
    '  rooms rename A B   gives a room another name; no server may run',
    '  export --room R    prints the messages of a room as JSON lines; --all: of all rooms; --accounts: also accounts',
    '  import FILE        adds messages from such lines; - reads standard input',
    '',
    'A flag goes before the environment, that before the file.',
    '',
    ...lines,
    '',
  ].join('\n')
}
