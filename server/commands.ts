import { parseArgs } from 'node:util'
import { backup } from './command-backup.ts'
import type { CommandCall } from './command-call.ts'
import { check } from './command-check.ts'
import { exportRoom } from './command-export.ts'
import { importMessages } from './command-import.ts'

interface Command {
  usage: string
  help: string
  needs: 'file' | 'room' | undefined
  /** Resolves with the exit status; rejects with a sentence. */
  run(call: CommandCall): Promise<number>
}

export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'backup',
    { usage: 'backup FILE', help: 'copies the database, also of a running server', needs: 'file', run: backup },
  ],
  ['check', { usage: 'check', help: 'looks for damage, also of a running server', needs: undefined, run: check }],
  [
    'export',
    { usage: 'export --room R', help: "prints a room's messages as JSON lines", needs: 'room', run: exportRoom },
  ],
  [
    'import',
    {
      usage: 'import FILE',
      help: 'adds messages from such lines; - reads standard input',
      needs: 'file',
      run: importMessages,
    },
  ],
])

/** Runs what the first word names; undefined if that is no command. Resolves with the exit status. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  out: { print(text: string): void; complain(text: string): void },
): Promise<number | undefined> {
  const [name = '', ...rest] = args
  const command = COMMANDS.get(name)
  if (!command) return undefined
  try {
    const call = callOf(command, rest, env)
    if (typeof call === 'string') {
      out.complain(`${call} Write it as: chat-widget-server ${command.usage} [--data DIR]\n`)
      return 2
    }
    return await command.run({ ...call, print: out.print })
  } catch (error) {
    out.complain(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

/** What is wrong with the words of a command, as a sentence; undefined if nothing is. */
export function commandFault([name = '', ...rest]: readonly string[]): string | undefined {
  const command = COMMANDS.get(name)
  const call = command ? callOf(command, rest, {}) : `There is no command ${name}.`
  return typeof call === 'string' ? call : undefined
}

function callOf({ needs }: Command, args: string[], env: Readonly<Record<string, string | undefined>>) {
  const options = { data: { type: 'string' }, room: { type: 'string' } } as const
  const { values, positionals, tokens } = parseArgs({
    args,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const unknown = tokens.find(token => token.kind === 'option' && !(token.name in options))
  if (unknown?.kind === 'option') return `There is no option ${unknown.rawName} here.`
  const [file, ...more] = positionals
  const { CHAT_DATA } = env
  const data = typeof values.data === 'string' ? values.data : CHAT_DATA || 'data'
  const room = typeof values.room === 'string' ? values.room : undefined
  if (needs === 'file' && file === undefined) return 'A file is missing.'
  if (needs === 'room' && room === undefined) return 'A room is missing.'
  if (more.length > 0 || (needs !== 'file' && file !== undefined)) return 'There is a word too many.'
  return { data, file, room }
}
