/** What begins as a command does: a word behind one slash, and nothing else up to the first space. */
const COMMAND = /^\/([a-z][a-z0-9_-]*)(?:\s+([\s\S]*))?$/i

/** The command that a text is, in small letters, and what stands behind it. */
export function commandIn(text: string): { name: string; args: string } | undefined {
  const [, name, args = ''] = COMMAND.exec(text) ?? []
  return name === undefined ? undefined : { name: name.toLowerCase(), args: args.trim() }
}
