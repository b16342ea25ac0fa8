import path from 'node:path'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { transform } from 'esbuild'
import { dts } from 'rollup-plugin-dts'
import esbuild from 'rollup-plugin-esbuild'
import { cssString } from './scripts/css-string.mjs'
import { emojiData, emojiParts } from './scripts/emoji-data.mjs'
import { asParts, partNames } from './scripts/parts.mjs'
import { TARGETS } from './scripts/targets.mjs'

const root = import.meta.dirname
const sdk = path.join(root, 'sdk')
const server = path.join(root, 'server')

const entries = (folder, names) => Object.fromEntries(names.map(name => [name, path.join(folder, `${name}.ts`)]))
const isPackage = id => !id.startsWith('.') && !path.isAbsolute(id)

const browser = [
  cssString({ cwd: sdk }),
  emojiData(),
  nodeResolve({ browser: true, extensions: ['.ts', '.js'] }),
  esbuild({ target: TARGETS, tsconfig: path.join(sdk, 'tsconfig.json') }),
]
const node = [
  nodeResolve({ extensions: ['.ts', '.js'] }),
  esbuild({ target: 'node20', tsconfig: path.join(server, 'tsconfig.json') }),
]
const types = folder => dts({ tsconfig: path.join(folder, 'tsconfig.json') })
/** What a program imports from the package. */
const ENTRIES = ['index', 'element', 'define', 'drafts', 'accounts']
/** Runs in a thread of its own, beside the server. */
const sqliteWorker = path.join(server, 'adapters/sqlite/worker.ts')
/** What the script loads when it is wanted, by the name of its file, and what that begins with. */
const PARTS = {
  'chat.mjs': path.join(sdk, 'widget/chat/chat-part.ts'),
  'chat-http.mjs': path.join(sdk, 'client/http-part.ts'),
  'chat-identity.mjs': path.join(sdk, 'client/identity-part.ts'),
  'chat-pages.mjs': path.join(sdk, 'client/pages-part.ts'),
  'chat-pager.mjs': path.join(sdk, 'store/room-pager.ts'),
  'chat-directory.mjs': path.join(sdk, 'client/directory-part.ts'),
  'chat-order.mjs': path.join(sdk, 'client/moderation-part.ts'),
  'chat-site-token.mjs': path.join(sdk, 'widget/features/site-token/fetch-token.ts'),
  'chat-sheet.mjs': path.join(sdk, 'widget/features/sheet/sheet-part.ts'),
  'chat-moderation.mjs': path.join(sdk, 'widget/features/moderation/moderation-part.ts'),
  'chat-filters.mjs': path.join(sdk, 'widget/features/moderation/before-sending.ts'),
  'chat-moderator.mjs': path.join(sdk, 'widget/features/moderation/moderator-part.ts'),
  'chat-rooms.mjs': path.join(sdk, 'widget/features/rooms/rooms-part.ts'),
  'chat-room-sheets.mjs': path.join(sdk, 'widget/features/rooms/room-sheets-part.ts'),
  'chat-account.mjs': path.join(sdk, 'widget/features/account/account-part.ts'),
  'chat-features.mjs': path.join(sdk, 'widget/chat/features-part.ts'),
  'chat-talk.mjs': path.join(sdk, 'widget/features/talk/talk-part.ts'),
  'chat-formatting.mjs': path.join(sdk, 'widget/features/formatting/formatting-part.ts'),
  'chat-composing.mjs': path.join(sdk, 'widget/features/composing/composing-part.ts'),
  'chat-mentions.mjs': path.join(sdk, 'widget/features/mentions/mentions-part.ts'),
  'chat-commands.mjs': path.join(sdk, 'widget/features/commands/commands-part.ts'),
  'chat-search.mjs': path.join(sdk, 'widget/features/search/search-part.ts'),
  'chat-reading.mjs': path.join(sdk, 'widget/features/reading/reading-part.ts'),
  'chat-notify.mjs': path.join(sdk, 'widget/features/notifications/notify-part.ts'),
  'chat-later.mjs': path.join(sdk, 'widget/chat/later-part.ts'),
  'chat-drafts.mjs': path.join(sdk, 'widget/chat/drafts-part.ts'),
  'chat-tooltip.mjs': path.join(sdk, 'widget/features/tooltip/tooltip-part.ts'),
  'chat-pins.mjs': path.join(sdk, 'widget/features/pins/pins-part.ts'),
  'chat-message-menu.mjs': path.join(sdk, 'widget/features/message-menu/message-menu.ts'),
  'chat-emoji.mjs': path.join(sdk, 'widget/features/emoji/emoji-part.ts'),
  'chat-emoji-picker.mjs': path.join(sdk, 'widget/features/emoji/picker-part.ts'),
  ...emojiParts(sdk),
}
/** The same for the client alone. */
const CLIENT_PARTS = {
  'chat-client-http.mjs': path.join(sdk, 'client/http-part.ts'),
  'chat-client-identity.mjs': path.join(sdk, 'client/identity-part.ts'),
  'chat-client-pages.mjs': path.join(sdk, 'client/pages-part.ts'),
  'chat-client-directory.mjs': path.join(sdk, 'client/directory-part.ts'),
  'chat-client-moderation.mjs': path.join(sdk, 'client/moderation-part.ts'),
}
/** esbuild gives the most used names, private ones too, the shortest; then terser makes 2 % less of it than alone. */
const shortNames = {
  name: 'short-names',
  async renderChunk(code) {
    const short = await transform(code, { minifyIdentifiers: true, target: TARGETS })
    return { code: short.code, map: null }
  },
}
const minified = () => [shortNames, terser({ module: true, ecma: 2020, compress: { passes: 3 } })]
const modules = dir => ({ dir, format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' })
const declarations = dir => ({ dir, format: 'es', entryFileNames: '[name].d.ts', chunkFileNames: '[name]-[hash].d.ts' })

/** What a browser loads: modules for bundlers, and the minified files that a page names itself. */
export const sdkBundles = dir => [
  { input: entries(sdk, ENTRIES), plugins: browser, output: modules(dir) },
  {
    input: { 'chat-widget': path.join(sdk, 'script.ts') },
    plugins: browser,
    output: {
      dir,
      format: 'es',
      entryFileNames: '[name].mjs',
      ...partNames(PARTS),
      plugins: [minified(), asParts({ entry: 'chat-widget', parts: PARTS })],
    },
  },
  {
    input: path.join(sdk, 'index.ts'),
    plugins: browser,
    output: {
      dir,
      format: 'es',
      entryFileNames: 'chat-client.mjs',
      ...partNames(CLIENT_PARTS),
      plugins: minified(),
    },
  },
  { input: entries(sdk, ENTRIES), plugins: [types(sdk)], output: declarations(dir) },
]

/** What Node loads; its npm dependencies stay imports. */
export const serverBundles = dir => [
  {
    input: { ...entries(server, ['index', 'main']), 'sqlite-worker': sqliteWorker },
    external: isPackage,
    plugins: node,
    output: modules(dir),
  },
  { input: entries(server, ['index']), external: isPackage, plugins: [types(server)], output: declarations(dir) },
]

export default [...sdkBundles(path.join(sdk, 'dist')), ...serverBundles(path.join(server, 'dist'))]
