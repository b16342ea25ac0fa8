import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillPage } from '../../bench/docs-writer.ts'
import { COMMANDS, commandFault } from '../../server/commands/commands.ts'
import { loadConfig } from '../../server/config/load.ts'
import { FLAG_OPTIONS, flagOf, OPTION_NAMES, optionInfo } from '../../server/config/options.ts'
import type { OptionName } from '../../server/config/schema.ts'
import { type RunningBin, runBin } from '../support/run-bin.ts'
import { checkCode } from './check-code.ts'
import { checkCommands, type Server } from './check-commands.ts'
import { checkFlags } from './check-flags.ts'
import { checkHtml } from './check-html.ts'
import { checkLinks } from './check-links.ts'
import { checkShape } from './check-shape.ts'
import { projectFiles, ROOT, read } from './project-files.ts'
import { documents, type Snippet, snippetsOf } from './snippets.ts'

const pages = documents()
const snippets = [...pages].flatMap(([file, text]) => snippetsOf(file, text))
const of = (...languages: string[]) => snippets.filter(({ language }) => languages.includes(language))
const planted = (language: string, text: string): Snippet[] => [{ at: 'planted.md:1', language, text }]

const CODE = ['ts', 'js']
const SHAPES = ['json', 'css', 'nginx', 'caddyfile', 'ini', 'yaml']
const PROSE = ['text']
// by test/integration/frameworks.test.ts
const FRAMEWORKS = ['tsx', 'vue', 'svelte']
/** Shown, since nothing here runs it. */
const SHOWN = ['php']

const sdk = path.join(ROOT, 'sdk/dist/element.js')

describe('documents', () => {
  let bin: RunningBin
  let attributes: string[]
  const server: Server = {
    refuse(args) {
      if (COMMANDS.has(args[0] ?? '')) return commandFault(args)
      const loaded = loadConfig(args, {}, '0.0.0')
      return loaded.kind === 'wrong' ? loaded.message : undefined
    },
    serves: async name => (await fetch(new URL(name, bin.url))).status !== 404,
  }

  beforeAll(async () => {
    bin = await runBin(path.join(ROOT, 'server/bin/chat-widget-server.mjs'), ['--port', '0'])
    const { ChatWidgetElement } = await import(sdk)
    attributes = ChatWidgetElement.observedAttributes
  })
  afterAll(async () => {
    await bin.stop()
  })

  test('[PK20] every block of code is of a language that is checked', () => {
    expect(snippets.length).toBeGreaterThan(15)
    const known = [...CODE, ...SHAPES, ...PROSE, ...FRAMEWORKS, ...SHOWN, 'html', 'sh']
    expect(snippets.filter(({ language }) => !known.includes(language)).map(({ at }) => at)).toEqual([])
  })

  test('[PK20] code passes the compiler against the built packages', () => {
    expect(checkCode(of(...CODE))).toEqual([])
    const text = "import { createChatClient } from '@chat-widget/sdk'\ncreateChatClient({ sever: 'x' })\n"
    expect(checkCode(planted('ts', text))).toEqual([expect.stringContaining('planted.md:1, line 2')])
    expect(checkCode(planted('js', "import '@chat-widget/sdk/nothing'"))).toHaveLength(1)
  })

  test('[PK20] the code of the demo passes it too', () => {
    const client = read('demo/client.js').replace("'./chat-client.mjs'", "'@chat-widget/sdk'")
    expect(checkCode([{ at: 'demo/client.js', language: 'js', text: client }])).toEqual([])
  })

  test('[PK20] HTML is whole and uses the attributes that the element has', () => {
    expect(attributes).toEqual(expect.arrayContaining(['server', 'room', 'mode', 'theme']))
    expect(checkHtml(of('html'), attributes)).toEqual([])
    const demo = projectFiles('demo').filter(file => file.endsWith('.html'))
    expect(
      checkHtml(
        demo.map(file => ({ at: file, language: 'html', text: read(file) })),
        attributes,
      ),
    ).toEqual([])
  })

  test.each([
    '<chat-widget rom="lobby"></chat-widget>',
    '<chat-widget mode="popup"></chat-widget>',
    '<chat-widget room="lobby">',
    '<script src="https://chat.example.com/chat-wiget.js"></script>',
    '<script type="module">import { nothing } from "@chat-widget/sdk"</script>',
  ])('[PK20] %s is found', html => expect(checkHtml(planted('html', html), attributes)).toHaveLength(1))

  test('[PK20] commands name scripts, packages, flags and paths that are there', async () => {
    expect(await checkCommands(of('sh'), server)).toEqual([])
  })

  test.each([
    'npm run nothing',
    'npm start --port 5001',
    'npm start -- --prot 5001',
    'npm start -- --port five',
    'npm install && npm install left-pad',
    'npm install uWebSockets.js@npm:uwebsockets@9.9.9',
    'chat-widget-server --origins "not an origin"',
    'chat-widget-server backup',
    'chat-widget-server check --room lobby all',
    'curl http://localhost:5001/nothing',
    'node scripts/nothing.mjs',
    'rm -rf node_modules',
    "echo 'one; two' > file && chat-widget-server --prot 5001 > log 2>&1 &",
  ])('[PK20] the command %s is found', async text => {
    expect(await checkCommands(planted('sh', text), server)).toHaveLength(1)
  })

  test('[PK20] files of other programs and JSON are well formed', () => {
    expect(of(...SHAPES).flatMap(checkShape)).toEqual([])
    expect(planted('json', '{"a":1}\n{"b":...}').flatMap(checkShape)).toHaveLength(1)
    expect(planted('nginx', 'server {\n listen 80\n}').flatMap(checkShape)).toHaveLength(1)
    expect(planted('css', 'a { color: red').flatMap(checkShape)).toHaveLength(1)
    expect(planted('yaml', 'spec:\n  replicas 3').flatMap(checkShape)).toHaveLength(1)
  })

  test('[PK20] links lead somewhere', () => {
    expect([...pages].flatMap(([file, text]) => checkLinks(file, text))).toEqual([])
    expect(checkLinks('docs/page.md', '[a](../README.md) [b](nothing.md) [c](#nothing)')).toHaveLength(2)
  })

  test('[PK20] the flags that the prose names are there', () => {
    // what the server understands, and what `node` and our own scripts and tools do
    const known = [
      ...FLAG_OPTIONS.map(flagOf),
      'all',
      'config',
      'help',
      'version',
      'force',
      'dry-run',
      'project',
      'experimental-websocket',
      'room',
      'seed',
      'seeds',
      'quick',
      'only',
      'servers',
      'against',
      'rounds',
      'seconds',
      'json',
      'charts',
      'from',
      'write-docs',
      'revoke',
      'nodes',
      'accounts',
    ]
    expect([...pages].flatMap(([file, text]) => checkFlags(file, text, known))).toEqual([])
    expect(checkFlags('a.md', 'set `--prot 1` and `--chat-hue`, or `npm start -- --port`', known)).toEqual([
      'a.md: --prot',
    ])
  })

  test('[BN7] the tables of performance.md are what the bench makes of performance.json', () => {
    const page = read('docs/performance.md')
    expect(fillPage(page, JSON.parse(read('docs/performance.json')))).toBe(page)
  })

  test('[PK20] the table of options says what the server has', () => {
    const rows = [...read('server/README.md').matchAll(/^\| (?:`--([a-z-]+)` )?\| `([A-Z_]+)` \|/gm)]
    const flag = (name: OptionName) => (FLAG_OPTIONS.includes(name) ? flagOf(name) : undefined)
    const wanted = OPTION_NAMES.map(name => [flag(name), optionInfo(name).env])
    expect(rows.map(([, flag, env]) => [flag, env])).toEqual(wanted)
  })
})
