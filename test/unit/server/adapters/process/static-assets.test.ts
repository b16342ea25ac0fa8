import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadAssets } from '../../../../../server/adapters/process/static-assets.ts'
import { temporaryFolder } from '../../../../support/temporary-folder.ts'

test('[HT6] only built files of known types are served, and links lead nowhere', async () => {
  const folder = temporaryFolder('assets')
  onTestFinished(folder.remove)
  const write = (name: string, text: string) => writeFileSync(path.join(folder.path, name), text)
  mkdirSync(path.join(folder.path, 'below'))
  write('index.html', 'page')
  write('index.html.br', 'smaller')
  write('below/style.css', 'a{}')
  write('note.key', 'secret')
  write('.env', 'secret')
  symlinkSync('/etc/hostname', path.join(folder.path, 'link.txt'))
  const assets = await loadAssets(folder.path)
  expect([...assets.keys()].sort()).toEqual(['/below/style.css', '/index.html'])
  const page = assets.get('/index.html')
  expect([page?.identity.body, page?.br?.body, page?.gzip].map(String)).toEqual(['page', 'smaller', 'undefined'])
  expect(page?.br?.etag).not.toBe(page?.identity.etag)
})

test('[OP6] before the build there is nothing to serve', async () => {
  expect((await loadAssets('/nowhere/at/all')).size).toBe(0)
})
