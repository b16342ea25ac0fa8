import { isBuiltin } from 'node:module'
import { importsOf } from './syntax.ts'

/** Which files may import which packages; `node:` stands for Node's own modules. */
const ALLOWED: [package_: string, file: RegExp][] = [
  ['@vanilla-extract/css', /^sdk\/.*\.css\.ts$/],
  // types alone
  ['react', /^sdk\/react\.d\.ts$/],
  ['vue', /^sdk\/vue\.d\.ts$/],
  ['zod', /^server\/(?:wire|config)\//],
  ['ws', /^server\/adapters\/ws\//],
  ['uWebSockets.js', /^server\/adapters\/uws\//],
  ['pino', /^server\/(?:adapters\/process\/|main\.ts)/],
  ['prom-client', /^server\/(?:adapters\/process\/|main\.ts)/],
  ['@node-rs/argon2', /^server\/adapters\/process\//],
  ['@zxcvbn-ts/language-common', /^server\/adapters\/process\//],
  ['jose', /^server\/adapters\/jose\//],
  ['@redis/client', /^server\/adapters\/redis\//],
  // a hash is a pure function
  ['node:crypto', /^server\/app\//],
  ['node:', /^server\/(?:(?:adapters|commands|config)\/|[^/]+\.ts$)/],
]

/** One line for each import of a package from where it is not allowed. */
export function packageFaults(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) =>
    importsOf(file, text)
      .filter(({ specifier }) => !specifier.startsWith('./') && !specifier.startsWith('../'))
      .filter(({ specifier }) => !mayImport(file, specifier))
      .map(({ specifier, line }) => `${file}:${line}: imports ${specifier}`),
  )
}

function mayImport(file: string, specifier: string): boolean {
  const names = isBuiltin(specifier) ? ['node:', specifier] : [specifier]
  return ALLOWED.some(([allowed, where]) => names.includes(allowed) && where.test(file))
}
