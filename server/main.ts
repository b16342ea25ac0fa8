import { readFileSync, writeSync } from 'node:fs'
import { pinoLog } from './adapters/pino-log.ts'
import { PromMetrics } from './adapters/prom-metrics.ts'
import { optimizeAfterStorm, reduceMemoryOnce, tuneV8 } from './adapters/tune-v8.ts'
import { assembleChatServer } from './assemble-chat-server.ts'
import { runCommand } from './commands.ts'
import { loadConfig } from './config-load.ts'
import type { Config } from './config-schema.ts'
import { prepareDataFolder } from './data-folder.ts'
import { localUrl, startNotes } from './start-notes.ts'

const STOP_WITHIN_MS = 9_000

/** The program. Exit status: 0 stopped, 1 could not start or failed, 2 a wrong option. */
async function main(): Promise<void> {
  const args = process.argv.slice(2)
  const status = await runCommand(args, process.env, {
    print: text => writeAll(1, text),
    complain: text => writeAll(2, text),
  })
  if (status !== undefined) process.exit(status)
  const loaded = loadConfig(args, process.env, version())
  switch (loaded.kind) {
    case 'print':
      process.stdout.write(loaded.text)
      return
    case 'wrong':
      return leave(loaded.message, 2)
    case 'config':
      return run(loaded.config)
  }
}

async function run(config: Config): Promise<void> {
  tuneV8()
  reduceMemoryOnce()
  optimizeAfterStorm()
  const log = pinoLog(config.logLevel)
  const fail = (error: unknown) => {
    log.error({ err: error }, 'the server failed and ends')
    process.exit(1)
  }
  process.on('uncaughtException', fail).on('unhandledRejection', fail)

  const unusable = config.store === 'memory' ? undefined : prepareDataFolder(config.data)
  if (unusable !== undefined) return leave(unusable, 1)
  const metrics = new PromMetrics()
  metrics.watchProcess()
  const server = assembleChatServer(config, { log, metrics })

  let stopping = false
  const stop = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(0), STOP_WITHIN_MS)
    server.close().then(() => process.exit(0), fail)
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)

  try {
    const listening = await server.listen()
    tuneV8()
    const url = localUrl(config.host, listening.port)
    log.info({ url, version: version(), node: process.version, ...summary(config), ...listening }, 'started')
    for (const note of startNotes(config, listening)) log.warn({}, note)
    process.stdout.write(
      `Chat server listening on ${url}${config.publicUrl ? `, public address ${config.publicUrl.href}` : ''}\n`,
    )
  } catch (error) {
    leave(error instanceof Error ? error.message : String(error), 1)
  }
}

function summary({ publicUrl, origins, store, data, durability, noLimits }: Config) {
  const kept = store === 'memory' ? {} : { data, durability }
  return { publicUrl: publicUrl?.href, origins, store, ...kept, noLimits }
}

/** A full disk takes a part, and complains the next time. */
function writeAll(descriptor: number, text: string): void {
  for (let rest = Buffer.from(text); rest.length > 0; ) rest = rest.subarray(writeSync(descriptor, rest))
}

function version(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}

function leave(message: string, status: number): never {
  process.stderr.write(`${message}\n`)
  process.exit(status)
}

await main()
