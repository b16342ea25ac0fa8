import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { transform } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCode } from '../house/check-code.ts'
import { ROOT, read } from '../house/project-files.ts'
import { type Snippet, snippetsOf } from '../house/snippets.ts'

const file = 'docs/frameworks.md'
const recipes = snippetsOf(file, read(file))
const of = (language: string) => recipes.filter(recipe => recipe.language === language)
const [vue] = of('vue')
const [svelte] = of('svelte')
const scriptOf = ({ text }: Snippet) => /<script[^>]*>\n([\s\S]*?)<\/script>/.exec(text)?.[1] ?? ''

// Beside the packages, so that what is compiled finds them
const folder = path.join(ROOT, '.cache', `frameworks-${process.pid}`)
beforeAll(() => {
  mkdirSync(folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Taken as they are, without types: nothing but this file needs these packages
const use = (name: string) => import(/* @vite-ignore */ name)
const [React, ReactServer, Vue, VueCompiler, VueServer, SvelteCompiler, SvelteServer] = await Promise.all(
  [
    'react',
    'react-dom/server',
    'vue',
    'vue/compiler-sfc',
    'vue/server-renderer',
    'svelte/compiler',
    'svelte/server',
  ].map(use),
)

/** Runs compiled code, as a server that renders pages does. */
async function load(name: string, code: string): Promise<Record<string, unknown>> {
  const out = path.join(folder, `${name}.mjs`)
  writeFileSync(out, code)
  return import(/* @vite-ignore */ pathToFileURL(out).href)
}
const javascript = async (text: string, loader: 'ts' | 'tsx') =>
  (await transform(text, { loader, format: 'esm', jsx: 'automatic' })).code

function compileVue({ text }: Snippet): { code: string; errors: unknown[] } {
  const isCustomElement = (tag: string) => tag === 'chat-widget'
  const { descriptor, errors } = VueCompiler.parse(text, { templateParseOptions: { isCustomElement } })
  const templateOptions = { ssr: true, ssrCssVars: [], compilerOptions: { isCustomElement } }
  const { content } = VueCompiler.compileScript(descriptor, { id: 'recipe', inlineTemplate: true, templateOptions })
  return { code: content, errors }
}

test('[PK102] there is a recipe for each framework', () => {
  expect(of('tsx')).toHaveLength(3)
  expect([of('vue').length, of('svelte').length]).toEqual([1, 1])
})

test('[PK102] the code of the recipes passes the compiler against the built packages', () => {
  const scripts = [vue, svelte].flatMap(recipe =>
    recipe ? [{ ...recipe, language: 'ts', text: scriptOf(recipe) }] : [],
  )
  const ambient = scripts.map(script => ({ ...script, text: `/// <reference types="svelte" />\n${script.text}` }))
  expect(checkCode([...of('tsx'), ...ambient])).toEqual([])
})

test('[PK103] JSX and templates know the attributes, events and methods, and refuse others', () => {
  const jsx = (attributes: string) => ({
    at: attributes,
    language: 'tsx',
    text: `import type {} from '@chat-widget/sdk/react'\nexport const chat = <chat-widget ${attributes} />`,
  })
  const right = [
    'room="a" mode="page" open side="start" lang="de" className="x" style={{ height: 1 }} slot="a" key="k"',
    'onchat-login={event => event.detail.name.trim()} onchat-close={() => {}} ref={element => element?.show()}',
    'theme={undefined} open={false} onClick={() => {}} aria-label="Chat"',
  ]
  // A name with a dash is never refused in JSX, its value is
  const wrong = ['mode="popup"', 'rom="a"', 'open="yes"', 'onchat-login={event => event.detail.token}']
  const props = (text: string) => ({
    at: text,
    language: 'ts',
    text: `import type {} from '@chat-widget/sdk/vue'
import type { GlobalComponents } from 'vue'
type Chat = InstanceType<GlobalComponents['chat-widget']>
export const props: Chat['$props'] = ${text}
export const listen = (chat: Chat, emit: Chat['$emit']) => {
  chat.show()
  const event = new CustomEvent('chat-close', { detail: undefined })
  emit('chat-close', event)
}`,
  })
  const known = "{ room: 'a', mode: 'page', open: true, class: 'x', key: 1 }"
  const unknown = ["{ mode: 'popup' }", "{ rom: 'a' }"]
  const faults = checkCode([...[...right, ...wrong].map(jsx), ...[known, ...unknown].map(props)])
  expect(faults.map(fault => fault.replace(/, line \d.*/s, ''))).toEqual([...wrong, ...unknown])
})

test('[PK103] the entries of types hold no code', () => {
  for (const name of ['react', 'vue'])
    expect(readFileSync(path.join(ROOT, `sdk/dist/${name}.js`), 'utf8')).toBe('export {}\n')
})

const TAG = /<chat-widget[^>]*server="https:\/\/chat\.example\.com"[^>]*room="lobby"[^>]*>\s*<\/chat-widget>/

test.each(of('tsx').map((recipe, index) => [index ? 'Next.js' : 'React', recipe] as const))(
  '[PK102] the recipe for %s renders on a server',
  async (name, { text }) => {
    const [component] = Object.values(await load(name, await javascript(text, 'tsx')))
    expect(ReactServer.renderToString(React.createElement(component, { room: 'lobby' }))).toMatch(TAG)
  },
)

test('[PK102] the recipe for Vue compiles, and renders on a server', async () => {
  const { code, errors } = compileVue(vue!)
  expect(errors).toEqual([])
  const { default: component } = await load('vue', await javascript(code, 'ts'))
  expect(await VueServer.renderToString(Vue.createSSRApp(component, { room: 'lobby' }))).toMatch(TAG)
})

test('[PK102] the recipe for Svelte compiles for browser and server without a warning, and renders', async () => {
  const client = SvelteCompiler.compile(svelte!.text, { generate: 'client' })
  const server = SvelteCompiler.compile(svelte!.text, { generate: 'server' })
  expect([...client.warnings, ...server.warnings]).toEqual([])
  const { default: component } = await load('svelte', server.js.code)
  expect(SvelteServer.render(component, { props: { room: 'lobby' } }).body).toMatch(TAG)
})
