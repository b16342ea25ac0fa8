import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import { plant } from '../../simulation/bundle.ts'
import type { PlantedValue } from './planted-values.ts'

const ROOT = path.join(import.meta.dirname, '../../..')

/** Builds the server with a fault planted into `folder`, which is inside the project; answers the path of its program. */
export async function buildFaultyServer(folder: string, fault: PlantedValue): Promise<string> {
  const target = path.join(ROOT, fault.file)
  let planted = 0
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module","version":"0.0.0"}')
  await build({
    entryPoints: {
      main: path.join(ROOT, 'server/main.ts'),
      'sqlite-worker': path.join(ROOT, 'server/adapters/sqlite/worker.ts'),
    },
    outdir: path.join(folder, 'dist'),
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    plugins: [
      {
        name: 'plant a fault',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
            if (file !== target) return undefined
            planted++
            return { contents: plant({ ...fault, reason: fault.probe }, await readFile(file, 'utf8')), loader: 'ts' }
          })
        },
      },
    ],
  })
  if (planted !== 1) throw new Error(`${fault.name}: the server does not use ${fault.file}`)
  return path.join(folder, 'dist/main.js')
}
