import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import type { PlantedFault } from './planted-fault.ts'

const ROOT = path.join(import.meta.dirname, '../..')

/** Writes the simulation as one program to `outfile`, with a fault planted if one is given. */
export async function bundleSimulation(outfile: string, fault?: PlantedFault): Promise<void> {
  const target = fault && path.join(ROOT, fault.file)
  let planted = 0
  await build({
    entryPoints: [path.join(ROOT, 'test/simulation/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    plugins: [
      {
        name: 'plant a fault',
        setup({ onLoad }) {
          if (!fault) return
          onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
            if (file !== target) return undefined
            planted++
            return { contents: plant(fault, await readFile(file, 'utf8')), loader: 'ts' }
          })
        },
      },
    ],
  })
  if (fault && planted !== 1) throw new Error(`${fault.name}: the simulation does not use ${fault.file}`)
}

/** The source with the fault in it. */
export function plant({ name, file, find, replace }: PlantedFault, source: string): string {
  const times = source.split(find).length - 1
  if (times !== 1) throw new Error(`${name}: what it replaces is ${times} times in ${file}`)
  return source.replace(find, () => replace)
}
