import { closeSync, openSync, readSync } from 'node:fs'
import { isSecretLength, SECRET_EXPECTS } from './auth-options.ts'
import { shown, type Wrong, wrong } from './sources.ts'

/** No more is read of a file that should hold a secret. */
const MOST_READ = 8_192
const LINE_END = /\r?\n$/

/** The secret that signs tokens of a site, as it stands in a file, without the end of its line; or a sentence. */
export function readSecretFile(path: string): { ok: true; secret: Uint8Array } | Wrong {
  const content = beginningOf(path)
  if (content === undefined) return wrong(`The file ${shown(path)} of --jwt-secret-file cannot be read.`)
  const secret = Buffer.from(content.toString('latin1').replace(LINE_END, ''), 'latin1')
  if (!isSecretLength(secret.length)) return wrong(`The secret in ${shown(path)} must be ${SECRET_EXPECTS}.`)
  return { ok: true, secret: new Uint8Array(secret) }
}

function beginningOf(path: string): Buffer | undefined {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const content = Buffer.alloc(MOST_READ)
    return content.subarray(0, readSync(file, content, 0, MOST_READ, 0))
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
