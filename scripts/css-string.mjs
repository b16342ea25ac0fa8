import path from 'node:path'
import { compile, cssFileFilter, processVanillaFile } from '@vanilla-extract/integration'
import { transform } from 'esbuild'
import { TARGETS } from './targets.mjs'

const hashes = new Map()
const files = new Map()
/** First and last letter of the file and the count of the name: all names share one shadow root, so short will do. */
function shortName({ hash, filePath }) {
  const file = path.basename(filePath, '.css.ts')
  const letters = `${file[0]}${file.at(-1)}`
  if (!files.has(letters)) files.set(letters, filePath)
  if (files.get(letters) !== filePath) throw new Error(`${filePath} and ${files.get(letters)} would share names`)
  // vanilla-extract's own name is the file's hash and a count, which begins at one digit
  if (!hashes.has(filePath)) hashes.set(filePath, hash.slice(0, -1))
  return `${letters}${hash.slice(hashes.get(filePath).length)}`
}

/**
 * A plugin for rollup and vite: compiles vanilla-extract files. One with a `cssText` export gets in it the CSS of the
 * files that it names by `export * as`, and of no others, so that several sheets can share a theme.
 * @param {{ cwd: string }} options the package's folder, so that class names are the same in every build
 */
export function cssString({ cwd }) {
  return {
    name: 'css-string',
    enforce: 'pre',
    async transform(code, id) {
      const filePath = path.normalize(id.split('?', 1)[0])
      if (!cssFileFilter.test(filePath)) return null
      const { source, watchFiles } = await compile({ filePath, cwd, identOption: shortName })
      for (const file of watchFiles) this.addWatchFile(file)
      const named = [...code.matchAll(/export \* as \w+ from '\.\/([^']+)'/g)].map(match => match[1])
      const sheets = []
      const js = await processVanillaFile({
        source,
        filePath,
        identOption: shortName,
        serializeVirtualCssPath: sheet => {
          if (named.includes(path.basename(sheet.fileScope.filePath))) sheets.push(sheet.source)
          return ''
        },
      })
      const { code: css } = await transform(sheets.join('\n'), { loader: 'css', minify: true, target: TARGETS })
      const slot = /export var cssText = (?:''|"");/
      const filled = js.replace(slot, () => `export var cssText = ${JSON.stringify(css.trim())};`)
      return { code: filled, map: { mappings: '' } }
    },
  }
}
