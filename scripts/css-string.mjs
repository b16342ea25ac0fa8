import path from 'node:path'
import { compile, cssFileFilter, processVanillaFile } from '@vanilla-extract/integration'
import { transform } from 'esbuild'
import { TARGETS } from './targets.mjs'

/**
 * A plugin for rollup and vite: compiles a vanilla-extract file and puts its CSS into its `cssText` export.
 * @param {{ cwd: string }} options the package's folder, so that class names are the same in every build
 */
export function cssString({ cwd }) {
  return {
    name: 'css-string',
    enforce: 'pre',
    async transform(_code, id) {
      const filePath = path.normalize(id.split('?', 1)[0])
      if (!cssFileFilter.test(filePath)) return null
      const { source, watchFiles } = await compile({ filePath, cwd, identOption: 'short' })
      for (const file of watchFiles) this.addWatchFile(file)
      const sheets = []
      const js = await processVanillaFile({
        source,
        filePath,
        identOption: 'short',
        serializeVirtualCssPath: sheet => {
          sheets.push(sheet.source)
          return ''
        },
      })
      const { code: css } = await transform(sheets.join('\n'), { loader: 'css', minify: true, target: TARGETS })
      const slot = /export var cssText = (?:''|"");/
      const code = js.replace(slot, () => `export var cssText = ${JSON.stringify(css.trim())};`)
      return { code, map: { mappings: '' } }
    },
  }
}
