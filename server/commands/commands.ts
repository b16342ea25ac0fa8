import { loadConfig } from '../config/load.ts'
import { admin } from './admin.ts'
import { backup } from './backup.ts'
import type { CommandCall } from './call.ts'
import { check } from './check.ts'
import { exportRooms } from './export.ts'
import { importMessages } from './import.ts'
import { rooms } from './rooms.ts'

interface Command {
  usage: string
  /** What it takes beside the options of the server. */
  flags: Readonly<Record<string, 'value' | 'switch'>>
  /** Words that it takes beside its flags: at least and at most. */
  words: readonly [least: number, most: number]
  /** What is missing where there are too few words. */
  least?: string
  /** Whether it understands them; all, if left out. */
  understands?: (words: readonly string[]) => boolean
  /** Resolves with the exit status; rejects with a sentence. */
  run(call: CommandCall): Promise<number>
}

type Environment = Readonly<Record<string, string | undefined>>

export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['backup', { usage: 'backup FILE', flags: {}, words: [1, 1], run: backup }],
  [
    'admin',
    { usage: 'admin ID | admin ID --revoke', flags: { revoke: 'switch' }, words: [1, 1], run: admin, least: 'An id' },
  ],
  ['check', { usage: 'check', flags: {}, words: [0, 0], run: check }],
  [
    'rooms',
    {
      usage: 'rooms | rooms rename OLD NEW',
      flags: {},
      words: [0, 3],
      understands: words => words.length === 0 || (words[0] === 'rename' && words.length === 3),
      run: rooms,
    },
  ],
  [
    'export',
    {
      usage: 'export --room R | export --all [--accounts]',
      flags: { room: 'value', all: 'switch', accounts: 'switch' },
      words: [0, 0],
      run: exportRooms,
    },
  ],
  ['import', { usage: 'import FILE', flags: {}, words: [1, 1], run: importMessages }],
])

/**
 * Runs what the first word names, on the data folder, or the Redis, that the options name; undefined if that is no command. Resolves with
 * the exit status.
 */
export async function runCommand(
  args: readonly string[],
  env: Environment,
  version: string,
  out: { print(text: string): void; complain(text: string): void },
): Promise<number | undefined> {
  const [name = '', ...rest] = args
  const command = COMMANDS.get(name)
  if (!command) return undefined
  try {
    const read = readCall(command, rest, env, version)
    switch (read.kind) {
      case 'print':
        out.print(read.text)
        return 0
      case 'wrong':
        out.complain(`${read.message}\n`)
        return 2
      case 'call':
        return await command.run({ ...read.call, ...out })
    }
  } catch (error) {
    out.complain(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

/** What is wrong with the words of a command, as a sentence; undefined if nothing is. */
export function commandFault([name = '', ...rest]: readonly string[]): string | undefined {
  const command = COMMANDS.get(name)
  if (!command) return `There is no command ${name}.`
  const read = readCall(command, rest, {}, '')
  return read.kind === 'wrong' ? read.message : undefined
}

type Read =
  | { kind: 'call'; call: Omit<CommandCall, 'print' | 'complain'> }
  | { kind: 'print'; text: string }
  | { kind: 'wrong'; message: string }

function readCall(
  { usage, flags, words: [least, most], least: missing = 'A file', understands }: Command,
  args: string[],
  env: Environment,
  version: string,
): Read {
  const loaded = loadConfig(args, env, version, { flags, plain: true })
  if (loaded.kind !== 'config') return loaded
  const wrong = (what: string): Read => ({ kind: 'wrong', message: `${what} Write it as: chat-widget-server ${usage}` })
  const { data, store, redis: url, redisPrefix: prefix } = loaded.config
  const words = loaded.words.plain
  const room = loaded.words.flags.get('room')
  if (words.length < least) return wrong(`${missing} is missing.`)
  if (words.length > most || understands?.(words) === false) return wrong('There is a word too many.')
  if ('room' in flags && (room !== undefined) === loaded.words.flags.has('all'))
    return wrong('Either a room or all of them has to be named.')
  if (room !== undefined && loaded.words.flags.has('accounts')) return wrong('Accounts are of no room.')
  if (store === 'memory') return { kind: 'wrong', message: 'With the store memory there is no database.' }
  return {
    kind: 'call',
    call: {
      data,
      redis: url === undefined ? undefined : { url, prefix },
      file: words[0],
      words,
      flags: loaded.words.flags,
      room: typeof room === 'string' ? room : undefined,
    },
  }
}
