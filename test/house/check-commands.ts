import { existsSync } from 'node:fs'
import path from 'node:path'
import { ROOT, read } from './project-files.ts'
import type { Snippet } from './snippets.ts'

/** Programs of the system that our commands are shown beside. */
const FOREIGN = new Set(
  'lsof cd git mkdir cat echo sed kill sudo systemctl redis-server redis-cli /usr/sbin/nginx'.split(' '),
)

export interface Server {
  /** What is wrong with these arguments of `chat-widget-server`. */
  refuse(args: string[]): string | undefined
  /** Whether the server answers this path with anything but 404. */
  serves(path: string): Promise<boolean>
}

/** Checks each command of snippets of `sh` against what is there. */
export async function checkCommands(snippets: readonly Snippet[], server: Server): Promise<string[]> {
  const faults: string[] = []
  for (const { at, text } of snippets)
    for (const command of commandsOf(text)) {
      const fault = await faultOf(command, server)
      if (fault) faults.push(`${at}: ${command.join(' ')}: ${fault}`)
    }
  return faults
}

function commandsOf(text: string): string[][] {
  const lines = withoutFiles(text).replace(/\\\n/g, ' ').split('\n')
  return lines
    .map(line =>
      hideInQuotes(line)
        .replace(/(?:^|\s)#.*/, '')
        .trim(),
    )
    .map(line => line.replace(/\s\d?(?:>>?|<)\s*(?:&\d|\S+)/g, ''))
    .flatMap(line => line.split(/\s*(?:&&?|\|\|?|;)\s*/))
    .filter(command => command !== '')
    .map(command => words(showInQuotes(command)))
}

/** Without what is written into files: `cat > file <<'END'` and the lines up to `END`. */
function withoutFiles(text: string): string {
  return text.replace(/<<'(\w+)'\n[\s\S]*?\n\1(?=\n|$)/g, '')
}

const HIDDEN = 0xe000

/** Signs of the shell mean nothing in quotes. */
function hideInQuotes(line: string): string {
  const hide = (sign: string) => String.fromCharCode(HIDDEN + sign.charCodeAt(0))
  return line.replace(/'[^']*'|"[^"]*"/g, quoted => quoted.replace(/[#<>&|;]/g, hide))
}

function showInQuotes(line: string): string {
  return line.replace(/[\ue000-\ue07f]/g, sign => String.fromCharCode(sign.charCodeAt(0) - HIDDEN))
}

function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
}

async function faultOf([program = '', ...args]: string[], server: Server): Promise<string | undefined> {
  if (FOREIGN.has(program)) return undefined
  if (program === 'npm') return npmFault(args, server)
  if (program === 'curl') return curlFault(args, server)
  if (program === 'node') return existsSync(path.join(ROOT, args[0] ?? '')) ? undefined : `there is no ${args[0]}`
  const name = program.replace(/^node_modules\/\.bin\//, '')
  if (name === 'chat-widget-server') return server.refuse(args)
  if (program === name) return 'nothing checks this command'
  return existsSync(path.join(ROOT, program)) ? undefined : `there is no ${program}`
}

function npmFault([verb = '', ...args]: string[], server: Server): string | undefined {
  if (verb === 'install' || verb === 'ci') return args.map(packageFault).find(fault => fault)
  const script = verb === 'run' ? (args.shift() ?? '') : verb
  if (!JSON.parse(read('package.json')).scripts[script]) return `there is no script ${script}`
  if (args.length === 0) return undefined
  if (args.shift() !== '--') return 'npm keeps flags that do not follow --'
  return script === 'start' ? server.refuse(args) : undefined
}

function packageFault(spec: string): string | undefined {
  const at = spec.indexOf('@', 1)
  const [name, version] = at < 0 ? [spec, undefined] : [spec.slice(0, at), spec.slice(at + 1)]
  const manifests = ['package.json', 'sdk/package.json', 'server/package.json'].map(file => JSON.parse(read(file)))
  const known: Record<string, string> = Object.assign(
    {},
    ...manifests.flatMap(({ dependencies, devDependencies, optionalDependencies, name: own }) => [
      { [own]: '' },
      dependencies,
      devDependencies,
      optionalDependencies,
    ]),
  )
  if (known[name] === undefined) return `${name} is none of our packages`
  return version === undefined || version === known[name] ? undefined : `${name} is pinned to ${known[name]}`
}

async function curlFault(args: string[], server: Server): Promise<string | undefined> {
  const address = args.find(arg => /^https?:/.test(arg))
  if (!address) return 'no address'
  const { pathname } = new URL(address)
  return (await server.serves(pathname)) ? undefined : `nothing is served at ${pathname}`
}
