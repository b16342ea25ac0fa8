import { loadConfig } from '../config/load.ts'
import { backup } from './backup.ts'
import type { CommandCall } from './call.ts'
import { check } from './check.ts'
import { exportRooms } from './export.ts'
import { importMessages } from './import.ts'
import { listRooms } from './rooms.ts'

interface Command {
  usage: string
  /** What it takes beside the options of the server. */
  flags: Readonly<Record<string, 'value' | 'switch'>>
  takesFile: boolean
  /** Resolves with the exit status; rejects with a sentence. */
  run(call: CommandCall): Promise<number>
}

type Environment = Readonly<Record<string, string | undefined>>

export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['backup', { usage: 'backup FILE', flags: {}, takesFile: true, run: backup }],
  ['check', { usage: 'check', flags: {}, takesFile: false, run: check }],
  ['rooms', { usage: 'rooms', flags: {}, takesFile: false, run: listRooms }],
  [
    'export',
    {
      usage: 'export --room R | export --all',
      flags: { room: 'value', all: 'switch' },
      takesFile: false,
      run: exportRooms,
    },
  ],
  ['import', { usage: 'import FILE', flags: {}, takesFile: true, run: importMessages }],
])

/**
 * Runs what the first word names, on the data folder that the options name; undefined if that is no command. Resolves with
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
        return await command.run({ ...read.call, print: out.print })
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
  | { kind: 'call'; call: Omit<CommandCall, 'print'> }
  | { kind: 'print'; text: string }
  | { kind: 'wrong'; message: string }

function readCall({ usage, flags, takesFile }: Command, args: string[], env: Environment, version: string): Read {
  const loaded = loadConfig(args, env, version, { flags, plain: true })
  if (loaded.kind !== 'config') return loaded
  const wrong = (what: string): Read => ({ kind: 'wrong', message: `${what} Write it as: chat-widget-server ${usage}` })
  const { data, store } = loaded.config
  const [file, ...more] = loaded.words.plain
  const room = loaded.words.flags.get('room')
  if (takesFile && file === undefined) return wrong('A file is missing.')
  if (more.length > 0 || (!takesFile && file !== undefined)) return wrong('There is a word too many.')
  if ('room' in flags && (room !== undefined) === loaded.words.flags.has('all'))
    return wrong('Either a room or all of them has to be named.')
  if (store === 'memory') return { kind: 'wrong', message: 'With the store memory there is no database.' }
  return { kind: 'call', call: { data, file, room: typeof room === 'string' ? room : undefined } }
}
