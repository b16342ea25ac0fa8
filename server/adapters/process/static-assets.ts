import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Asset, Assets, AssetVariant } from '../../ports/assets.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
}

/** Reads a folder of built files and their `.br` and `.gz` forms; what has another type is not served. Empty if it is missing. */
export async function loadAssets(folder: string): Promise<Assets> {
  const files = await filesIn(folder)
  const assets = new Map<string, Asset>()
  for (const file of files) {
    const contentType = TYPES[path.extname(file)]
    if (contentType === undefined) continue
    const variant = async (ending: string) =>
      files.has(file + ending) ? await readVariant(folder, file + ending) : undefined
    const identity = await readVariant(folder, file)
    assets.set(`/${file.split(path.sep).join('/')}`, {
      contentType,
      identity,
      br: await variant('.br'),
      gzip: await variant('.gz'),
    })
  }
  return assets
}

async function filesIn(folder: string): Promise<Set<string>> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => entry.isFile())
    return new Set(files.map(file => path.relative(folder, path.join(file.parentPath, file.name))))
  } catch {
    return new Set()
  }
}

/** Each content coding has a tag of its own, since a tag stands for exact bytes. */
async function readVariant(folder: string, file: string): Promise<AssetVariant> {
  const body = await readFile(path.join(folder, file))
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}
