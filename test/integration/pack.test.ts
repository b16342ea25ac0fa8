import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import sdkPackage from '../../sdk/package.json' with { type: 'json' }
import { runBin } from '../support/run-bin.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const STRICT = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
  },
  include: ['*.ts'],
}
const PROGRAM = `
import { type ChatClient, createChatClient } from '@chat-widget/sdk'
import { ChatWidgetElement } from '@chat-widget/sdk/element'
import '@chat-widget/sdk/define'
import * as server from '@chat-widget/server'

const client: ChatClient = createChatClient({ server: 'http://localhost:5001' })
const stop: () => void = client.room('lobby').on('message', ({ message }) => console.log(message.seq.toFixed()))
stop()
const element: HTMLElement = new ChatWidgetElement()
element.setAttribute('room', 'lobby')
export const names: string[] = Object.keys(server)
`

describe('the packages, packed and installed', () => {
  const folder = temporaryFolder('pack')
  const npm = (cwd: string, ...args: string[]) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: 'pipe' })
  let packed: { name: string; filename: string; files: { path: string }[] }[]
  const filesOf = (name: string) => packed.find(one => one.name === name)?.files.map(file => file.path) ?? []

  beforeAll(() => {
    const args = ['--workspace', 'sdk', '--workspace', 'server', '--pack-destination', folder.path, '--json']
    packed = JSON.parse(npm(ROOT, 'pack', ...args))
    writeFileSync(path.join(folder.path, 'package.json'), '{ "private": true, "type": "module" }')
    const tarballs = packed.map(({ filename }) => path.join(folder.path, filename))
    npm(folder.path, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs)
    // what better-sqlite3 would compile now for a minute was compiled from the same source here
    const addon = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'
    mkdirSync(path.dirname(path.join(folder.path, addon)), { recursive: true })
    cpSync(path.join(ROOT, addon), path.join(folder.path, addon))
  }, 120_000)
  afterAll(() => folder.remove())

  test('[PK18] they hold what is published and nothing else', () => {
    const sdk = filesOf('@chat-widget/sdk')
    const server = filesOf('@chat-widget/server')
    for (const name of ['index.js', 'index.d.ts', 'element.js', 'define.js', 'chat-widget.js', 'chat.mjs'])
      expect(sdk).toContain(`dist/${name}`)
    const named = JSON.stringify([sdkPackage.exports, sdkPackage.customElements]).match(/(?<="\.\/)[^"]+(?=")/g) ?? []
    expect(named.length).toBeGreaterThan(15)
    expect(sdk).toEqual(expect.arrayContaining(named.filter(name => /^dist\/|^package\.json$/.test(name))))
    expect(server).toContain('bin/chat-widget-server.mjs')
    for (const name of ['main.js', 'index.js', 'index.d.ts', 'public/index.html', 'public/chat-widget.js.br'])
      expect(server).toContain(`dist/${name}`)
    for (const files of [sdk, server]) {
      expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
      const published = /^(?:dist|bin)\/|^(?:LICENSE|README\.md|package\.json)$/
      expect(files.filter(file => !published.test(file) || /(?<!\.d)\.ts$/.test(file))).toEqual([])
    }
  })

  test('[PK18] an import of both passes the strictest type check', () => {
    writeFileSync(path.join(folder.path, 'tsconfig.json'), JSON.stringify(STRICT))
    writeFileSync(path.join(folder.path, 'program.ts'), PROGRAM)
    const compile = () =>
      execFileSync(process.execPath, [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder.path], {
        encoding: 'utf8',
        stdio: 'pipe',
      })
    try {
      expect(compile()).toBe('')
    } catch (error) {
      expect.fail(String((error as { stdout?: string }).stdout || error))
    }
  })

  test('[PK18] the bin serves the demo and the bundles', async () => {
    const bin = path.join(folder.path, 'node_modules/.bin/chat-widget-server')
    const server = await runBin(bin, ['--port', '0'], { cwd: folder.path })
    try {
      const page = await fetch(server.url)
      expect(page.status).toBe(200)
      expect(page.headers.get('content-type')).toMatch('text/html')
      expect(await page.text()).toContain('<chat-widget')
      for (const name of [
        'chat-widget.js',
        'chat-widget.mjs',
        'chat.mjs',
        'chat-drafts.mjs',
        'chat-message-menu.mjs',
        'chat-client.mjs',
        'demo.css',
        'icon.svg',
      ]) {
        const file = await fetch(new URL(name, server.url), { headers: { 'Accept-Encoding': 'br' } })
        expect(file.status, name).toBe(200)
        expect((await file.text()).length, name).toBeGreaterThan(500)
      }
    } finally {
      expect(await server.stop()).toBe(0)
    }
  })
})
