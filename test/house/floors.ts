import path from 'node:path'
import { importsOf } from './syntax.ts'

/** Each folder, and the folders that it may import from beside itself. */
export const FLOORS: Record<string, readonly string[]> = {
  'sdk/protocol': [],
  'sdk/lib': ['sdk/protocol'],
  'sdk/connection': ['sdk/lib', 'sdk/protocol'],
  'sdk/client': ['sdk/connection', 'sdk/lib', 'sdk/protocol'],
  // where a browser keeps what the client gives it
  'sdk/drafts': ['sdk/client', 'sdk/lib', 'sdk/protocol'],
  'sdk/store': ['sdk/client', 'sdk/connection', 'sdk/lib', 'sdk/protocol'],
  // views and what they are made of know the view-model, never the client
  'sdk/widget/i18n': ['sdk/store', 'sdk/connection', 'sdk/lib', 'sdk/protocol'],
  'sdk/widget/styles': ['sdk/lib', 'sdk/protocol'],
  'sdk/widget/views': [
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/connection',
    'sdk/lib',
    'sdk/protocol',
  ],
  // a file that is loaded when it is wanted, and what the browser keeps: whoever needs them
  'sdk/widget/parts': ['sdk/lib'],
  'sdk/widget/kept': ['sdk/client', 'sdk/lib', 'sdk/protocol'],
  'sdk/widget/drawing': ['sdk/connection', 'sdk/lib'],
  'sdk/widget/behaviors': ['sdk/widget/i18n', 'sdk/widget/styles', 'sdk/store', 'sdk/lib', 'sdk/protocol'],
  // parts of what a person can do: a folder each, and none knows another
  'sdk/widget/features/message-menu': [
    'sdk/widget/parts',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/lib',
    'sdk/protocol',
  ],
  'sdk/widget/features/tooltip': ['sdk/widget/views', 'sdk/widget/behaviors', 'sdk/widget/styles', 'sdk/lib'],
  'sdk/widget/features/pins': [
    'sdk/widget/features/sheet',
    'sdk/widget/parts',
    'sdk/widget/kept',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/client',
    'sdk/lib',
    'sdk/protocol',
  ],
  'sdk/widget/features/site-token': ['sdk/lib'],
  'sdk/widget/features/account': [
    'sdk/widget/features/sheet',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/client',
    'sdk/lib',
    'sdk/protocol',
  ],
  // a card over the panel, which the chat gives to whatever feature asks for one
  'sdk/widget/features/sheet': ['sdk/widget/views', 'sdk/widget/behaviors', 'sdk/widget/styles'],
  'sdk/widget/features/search': [
    'sdk/widget/features/sheet',
    'sdk/widget/parts',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/client',
    'sdk/lib',
    'sdk/protocol',
  ],
  'sdk/widget/features/rooms': [
    'sdk/widget/features/sheet',
    'sdk/widget/parts',
    'sdk/widget/kept',
    'sdk/widget/views',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/client',
    'sdk/lib',
    'sdk/protocol',
  ],
  'sdk/widget/features/moderation': [
    'sdk/widget/features/sheet',
    'sdk/widget/parts',
    'sdk/widget/kept',
    'sdk/widget/views',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/client',
    'sdk/lib',
    'sdk/protocol',
  ],
  // texts with marks: what they mean, and how they look
  'sdk/widget/features/formatting': [
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/protocol',
  ],
  // a list beside the composer, whatever it is of
  'sdk/widget/features/completion': [
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
  ],
  // features of a conversation: each sees the chat as talk's host
  'sdk/widget/features/reading': [
    'sdk/widget/features/talk',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
  ],
  'sdk/widget/features/composing': [
    'sdk/widget/features/talk',
    'sdk/widget/features/completion',
    'sdk/widget/features/message-menu',
    'sdk/widget/parts',
    'sdk/widget/behaviors',
    'sdk/store',
    'sdk/client',
    'sdk/protocol',
  ],
  'sdk/widget/features/mentions': [
    'sdk/widget/features/talk',
    'sdk/widget/features/completion',
    'sdk/widget/views',
    'sdk/client',
    'sdk/protocol',
  ],
  'sdk/widget/features/commands': [
    'sdk/widget/features/talk',
    'sdk/widget/features/completion',
    'sdk/widget/views',
    'sdk/lib',
    'sdk/protocol',
  ],
  'sdk/widget/features/emoji': [
    'sdk/widget/features/completion',
    'sdk/widget/features/sheet',
    'sdk/widget/parts',
    'sdk/widget/kept',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/lib',
    'sdk/protocol',
  ],
  'sdk/widget/features/notifications': [
    'sdk/widget/features/talk',
    'sdk/widget/features/sheet',
    'sdk/widget/kept',
    'sdk/widget/views',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/client',
    'sdk/store',
    'sdk/lib',
    'sdk/protocol',
  ],
  // what makes talking good: it opens the features that are of a conversation
  'sdk/widget/features/talk': [
    'sdk/widget/features/formatting',
    'sdk/widget/features/commands',
    'sdk/widget/features/completion',
    'sdk/widget/features/composing',
    'sdk/widget/features/emoji',
    'sdk/widget/features/mentions',
    'sdk/widget/features/search',
    'sdk/widget/features/pins',
    'sdk/widget/features/reading',
    'sdk/widget/features/notifications',
    'sdk/widget/features/sheet',
    'sdk/widget/parts',
    'sdk/widget/kept',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/client',
    'sdk/lib',
    'sdk/protocol',
  ],
  // the part that every conversation needs; it knows the element as a host
  'sdk/widget/chat': [
    'sdk/widget/features/message-menu',
    'sdk/widget/features/tooltip',
    'sdk/widget/features/site-token',
    'sdk/widget/features/account',
    'sdk/widget/features/rooms',
    'sdk/widget/features/moderation',
    'sdk/widget/features/talk',
    'sdk/widget/features/sheet',
    'sdk/widget/parts',
    'sdk/widget/kept',
    'sdk/widget/drawing',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/drafts',
    'sdk/client',
    'sdk/connection',
    'sdk/lib',
    'sdk/protocol',
  ],
  // the script that a page names
  'sdk/widget/element': [
    'sdk/widget/chat',
    'sdk/widget/parts',
    'sdk/widget/kept',
    'sdk/widget/drawing',
    'sdk/widget/views',
    'sdk/widget/behaviors',
    'sdk/widget/i18n',
    'sdk/widget/styles',
    'sdk/store',
    'sdk/client',
    'sdk/lib',
    'sdk/protocol',
  ],
  sdk: [
    'sdk/widget/element',
    'sdk/widget/chat',
    'sdk/widget/views',
    'sdk/widget/i18n',
    'sdk/store',
    'sdk/drafts',
    'sdk/client',
    'sdk/connection',
    'sdk/lib',
    'sdk/protocol',
  ],
  'server/core': ['sdk/protocol'],
  'server/ports': ['sdk/protocol'],
  'server/wire': ['server/core', 'server/ports', 'sdk/protocol'],
  // what each kind of event does to the rows of its room, whoever holds them
  'server/events': ['server/directory', 'server/ports', 'sdk/protocol'],
  // what a change of people and rooms may be, and what it does to the rows, whoever holds them
  'server/directory': ['server/ports', 'sdk/protocol'],
  // what comes from another store, whichever it comes into
  'server/moving': ['server/events', 'server/directory', 'server/wire', 'server/core', 'server/ports', 'sdk/protocol'],
  // the engine of order: it knows the store as a port
  'server/log': ['server/events', 'server/directory', 'server/wire', 'server/core', 'server/ports', 'sdk/protocol'],
  // one folder for each thing outside; none knows another, but the two transports what they share
  'server/adapters/transport': ['server/core', 'server/ports', 'sdk/protocol'],
  'server/adapters/uws': ['server/adapters/transport', 'server/core', 'server/ports', 'sdk/protocol'],
  'server/adapters/ws': ['server/adapters/transport', 'server/core', 'server/ports', 'sdk/protocol'],
  'server/adapters/memory': [
    'server/events',
    'server/directory',
    'server/wire',
    'server/core',
    'server/ports',
    'sdk/protocol',
  ],
  'server/adapters/sqlite': [
    'server/moving',
    'server/events',
    'server/directory',
    'server/wire',
    'server/core',
    'server/ports',
    'sdk/protocol',
  ],
  'server/adapters/redis': [
    'server/moving',
    'server/events',
    'server/directory',
    'server/wire',
    'server/core',
    'server/ports',
    'sdk/protocol',
  ],
  'server/adapters/process': ['server/core', 'server/ports', 'sdk/protocol'],
  'server/adapters/jose': ['server/core', 'server/ports', 'sdk/protocol'],
  'server/adapters': [
    'server/adapters/transport',
    'server/adapters/uws',
    'server/adapters/ws',
    'server/core',
    'server/ports',
    'sdk/protocol',
  ],
  'server/app': [
    'server/app/actions',
    'server/app/handlers',
    'server/events',
    'server/wire',
    'server/core',
    'server/ports',
    'sdk/protocol',
  ],
  // what is done, whoever asks: it knows neither the sockets' nor the routes' side
  'server/app/actions': ['server/app', 'server/wire', 'server/core', 'server/ports', 'sdk/protocol'],
  'server/app/handlers': [
    'server/app/actions',
    'server/app',
    'server/wire',
    'server/core',
    'server/ports',
    'sdk/protocol',
  ],
  'server/app/http': ['server/app/actions', 'server/app', 'server/wire', 'server/core', 'server/ports', 'sdk/protocol'],
  'server/config': ['server/app', 'server/app/http', 'server/core', 'sdk/protocol'],
  'server/commands': [
    'server/config',
    'server/adapters/sqlite',
    'server/adapters/redis',
    'server/adapters/process',
    'server/events',
    'server/wire',
    'server/core',
    'server/ports',
    'sdk/protocol',
  ],
  server: [
    'server/commands',
    'server/config',
    'server/app',
    'server/app/http',
    'server/log',
    'server/adapters',
    'server/adapters/memory',
    'server/adapters/sqlite',
    'server/adapters/redis',
    'server/adapters/process',
    'server/adapters/jose',
    'server/adapters/transport',
    'server/wire',
    'server/core',
    'server/ports',
    'sdk/protocol',
  ],
}

/** The folder of the table that a file belongs to: the longest that holds it. */
export function floorOf(file: string): string | undefined {
  const folder = path.posix.dirname(file)
  const holds = (floor: string) => folder === floor || (floor.includes('/') && folder.startsWith(`${floor}/`))
  return Object.keys(FLOORS)
    .filter(holds)
    .sort((a, b) => b.length - a.length)[0]
}

/** One line for each import that the table does not allow. */
export function floorFaults(files: ReadonlyMap<string, string>): string[] {
  const faults: string[] = []
  for (const [file, text] of files) {
    const from = floorOf(file)
    if (from === undefined) faults.push(`${file}: its folder is in no floor`)
    for (const { specifier, line } of importsOf(file, text)) {
      const fault = specifier.startsWith('.') && faultOf(file, from, specifier, files)
      if (fault) faults.push(`${file}:${line}: ${fault}`)
    }
  }
  return faults
}

function faultOf(file: string, from: string | undefined, specifier: string, files: ReadonlyMap<string, string>) {
  const target = path.posix.join(path.posix.dirname(file), specifier)
  // Made by the build: scripts/emoji-data.mjs
  const isData = path.posix.dirname(specifier) === './data' && specifier.endsWith('.emoji')
  if (!files.has(target) && !isData) return `imports ${specifier}, which is no file`
  if (path.posix.basename(target) === 'index.ts') return `imports ${specifier}, an index`
  const to = floorOf(target)
  if (to === undefined || to === from || FLOORS[from ?? '']?.includes(to)) return undefined
  return `imports ${specifier}, which is above ${from} or beside it`
}

/** Each cycle once, as `a > b > a`. */
export function cycles(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const trail: string[] = []
  const visit = (file: string): void => {
    const at = trail.indexOf(file)
    if (at >= 0) found.push([...trail.slice(at), file].join(' > '))
    if (at >= 0 || done.has(file)) return
    trail.push(file)
    for (const { specifier } of importsOf(file, files.get(file) ?? '')) {
      const target = path.posix.join(path.posix.dirname(file), specifier)
      if (specifier.startsWith('.') && files.has(target)) visit(target)
    }
    trail.pop()
    done.add(file)
  }
  for (const file of files.keys()) visit(file)
  return found
}
