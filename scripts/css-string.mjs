import path from 'node:path'
import { compile, cssFileFilter, processVanillaFile } from '@vanilla-extract/integration'
import { transform } from 'esbuild'
import { TARGETS } from './targets.mjs'

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
      const { source, watchFiles } = await compile({ filePath, cwd, identOption: 'short' })
      for (const file of watchFiles) this.addWatchFile(file)
      const named = [...code.matchAll(/export \* as \w+ from '\.\/([^']+)'/g)].map(match => match[1])
      const sheets = []
      const js = await processVanillaFile({
        source,
        filePath,
        identOption: 'short',
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
