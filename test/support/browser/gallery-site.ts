import { createServer } from 'node:http'
import path from 'node:path'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { type Plugin, rollup } from 'rollup'
import esbuild from 'rollup-plugin-esbuild'
import { cssString } from '../../../scripts/css-string.mjs'
import { emojiData } from '../../../scripts/emoji-data.mjs'
import { TARGETS } from '../../../scripts/targets.mjs'
import type { StateName } from '../gallery/states.ts'
import type { Page } from './engine.ts'
import { listen } from './listen.ts'

const root = path.join(import.meta.dirname, '../../..')
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; trusted-types 'none'"
const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gallery</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/gallery.css"></head>
<body><div id="page" role="banner"><h1>Gallery</h1></div><script src="/gallery.js" type="module"></script></body></html>`
const STYLE = `body { margin: 0; font-family: system-ui, sans-serif; color-scheme: light dark }
h1 { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%) }
chat-widget[mode=inline] { display: block; max-width: 420px; height: 560px; margin: 24px auto }`

/** Shows any state of the gallery by its address; what runs is the views and styles of the product. */
export interface GallerySite {
  urlOf(state: StateName, theme?: 'auto' | 'light' | 'dark'): string
  close(): Promise<void>
}

export async function openGallery(): Promise<GallerySite> {
  const script = await bundle()
  const server = createServer((request, response) => {
    const [type, body] =
      request.url === '/gallery.js'
        ? ['text/javascript', script]
        : request.url === '/gallery.css'
          ? ['text/css', STYLE]
          : ['text/html', PAGE]
    response.setHeader('Content-Type', `${type}; charset=utf-8`)
    response.setHeader('Content-Security-Policy', CSP)
    response.end(body)
  })
  const url = await listen(server)
  return {
    urlOf: (state, theme = 'auto') => `${url}/?state=${state}&theme=${theme}`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Shows another state in a page of the gallery. */
export function showState(
  page: Page,
  state: StateName,
  theme: 'auto' | 'light' | 'dark' = 'auto',
  lang = 'en-GB',
): Promise<void> {
  const show = (...now: [string, string, string]) => {
    const { showState } = window as unknown as { showState(...now: [string, string, string]): void }
    showState(...now)
  }
  return page.evaluate(show, state, theme, lang)
}

async function bundle(): Promise<string> {
  const entry = 'gallery-entry'
  const page = path.join(root, 'test/support/gallery/page.ts')
  const bundled = await rollup({
    input: entry,
    plugins: [
      {
        name: entry,
        resolveId: id => (id === entry ? `${page}.entry.ts` : null),
        load: id =>
          id === `${page}.entry.ts`
            ? `import { show } from './page.ts'
               let shown
               window.showState = (state, theme, lang) => {
                 shown?.host.remove()
                 shown = show(state, theme, {}, lang)
                 // A page has one main part; in page mode the widget is it
                 document.querySelector('#page').role = shown.host.getAttribute('mode') === 'page' ? 'banner' : 'main'
               }
               const asked = new URLSearchParams(location.search)
               showState(asked.get('state'), asked.get('theme'), 'en-GB')`
            : null,
      },
      cssString({ cwd: path.join(root, 'sdk') }) as object as Plugin,
      emojiData() as object as Plugin,
      nodeResolve({ browser: true, extensions: ['.ts', '.js'] }),
      esbuild({ target: TARGETS, tsconfig: path.join(root, 'sdk/tsconfig.json') }),
    ],
  })
  const { output } = await bundled.generate({ format: 'es', inlineDynamicImports: true })
  await bundled.close()
  return output[0].code
}
