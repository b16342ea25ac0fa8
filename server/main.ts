import { readFileSync } from 'node:fs'
import { pinoLog } from './adapters/process/pino-log.ts'
import { PromMetrics } from './adapters/process/prom-metrics.ts'
import { optimizeAfterStorm, tuneV8 } from './adapters/process/tune-v8.ts'
import { writeNotice, writeWhole } from './adapters/process/write-whole.ts'
import { assembleChatServer } from './assemble-chat-server.ts'
import { runCommand } from './commands/commands.ts'
import { prepareDataFolder } from './config/data-folder.ts'
import { loadConfig } from './config/load.ts'
import type { Config } from './config/schema.ts'
import { localUrl, startNotes } from './start-notes.ts'
import { stopOnSignals } from './stop-on-signals.ts'

/** The program. Exit status: 0 stopped, 1 could not start or failed, 2 a wrong option. */
async function main(): Promise<void> {
  const args = process.argv.slice(2)
  // what Node warns of is no line of a command's output or of the log
  process.removeAllListeners('warning')
  const status = await runCommand(args, process.env, version(), {
    print: text => writeWhole(1, text),
    complain: text => writeNotice(2, text),
  })
  if (status !== undefined) process.exit(status)
  const loaded = loadConfig(args, process.env, version())
  switch (loaded.kind) {
    case 'print':
      return process.exit(writeNotice(1, loaded.text) ? 0 : 1)
    case 'wrong':
      return leave(loaded.message, 2)
    case 'config':
      return run(loaded.config)
  }
}

async function run(config: Config): Promise<void> {
  // what others write to these (warnings of Node and of the store's thread) must not end the server either
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  tuneV8()
  optimizeAfterStorm()
  const logger = pinoLog(config.logLevel)
  process.on('warning', warning => logger.warn({ err: warning }, 'Node warns'))
  const fail = (error: unknown) => {
    logger.error({ err: error }, 'the server failed and ends')
    process.exit(1)
  }
  process.on('uncaughtException', fail).on('unhandledRejection', fail)

  const unusable = config.redis !== undefined || config.store === 'memory' ? undefined : prepareDataFolder(config.data)
  if (unusable !== undefined) return leave(unusable, 1)
  const metrics = new PromMetrics()
  metrics.watchProcess()
  const server = assembleChatServer(config, { log: logger, metrics })

  stopOnSignals(server, logger, fail)

  try {
    const listening = await server.listen()
    tuneV8()
    const url = localUrl(config.host, listening.port)
    logger.info({ url, version: version(), node: process.version, ...summary(config), ...listening }, 'started')
    for (const note of startNotes(config, listening)) logger.warn({}, note)
    const address = config.publicUrl ? `, public address ${config.publicUrl.href}` : ''
    writeNotice(1, `Chat server listening on ${url}${address}\n`)
  } catch (error) {
    leave(error instanceof Error ? error.message : String(error), 1)
  }
}

function summary({ publicUrl, origins, store, data, durability, noLimits, redis }: Config) {
  const kept = redis !== undefined ? { store: 'redis' } : store === 'memory' ? { store } : { store, data, durability }
  return { publicUrl: publicUrl?.href, origins, ...kept, noLimits }
}

function version(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}

function leave(message: string, status: number): never {
  writeNotice(2, `${message}\n`)
  process.exit(status)
}

await main()
