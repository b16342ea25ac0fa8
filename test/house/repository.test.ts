import { expect, test } from 'vitest'
import { TARGETS } from '../../scripts/targets.mjs'
import { projectFiles, read } from './project-files.ts'

const BINARY = /\.(?:png|ico|woff2?|jpg|webp)$/

// put together, so that this file does not hold what it looks for
const FOREIGN = [['/wo', 'rk/'].join(''), ['/ro', 'ot/'].join(''), ['/ho', 'me/'].join(''), ['/Us', 'ers/'].join('')]
const REGISTRY = new RegExp(
  ['registry\\.', '[a-z]+\\.(?:com|org|net|io)|_auth', 'Token|"reso', 'lved": "http'].join(''),
)

function mentions(text: string, file = ''): string[] {
  const paths = FOREIGN.filter(found => new RegExp(`(?<![\\w./-])${found}\\w`).test(text))
  const host = REGISTRY.exec(text)?.[0]
  return [...paths, ...(host ? [host] : [])].map(found => `${file}: ${found}`)
}

test('[PK13] no file names a package registry or a folder of one machine', () => {
  const files = projectFiles().filter(file => !BINARY.test(file))
  expect(files).toContain('package-lock.json')
  expect(files.flatMap(file => mentions(read(file), file))).toEqual([])
})

test.each([
  ['a resolved address', `"resolv${''}ed": "https://example.com/a.tgz"`],
  ['a registry host', `https://regis${''}try.example.com/a`],
  ['a folder', `see /wor${''}k/main`],
])('[PK13] %s is found', (_name, text) => expect(mentions(text)).toHaveLength(1))

test('[PK14] README names the browsers that the bundles are built for', () => {
  const names: Record<string, string> = { chrome: 'Chrome and Edge', firefox: 'Firefox', safari: 'Safari' }
  const wanted = TARGETS.map(target => {
    const [, name = '', version] = /^([a-z]+)([\d.]+)$/.exec(target) ?? []
    return `- ${names[name]} ${version}`
  })
  const section = /^## Browsers$([\s\S]*?)^## /m.exec(read('README.md'))?.[1] ?? ''
  expect(section.split('\n').filter(line => line.startsWith('- '))).toEqual(wanted)
})

test('[PK14] both packages carry the licence of the project', () => {
  for (const folder of ['sdk', 'server']) expect(read(`${folder}/LICENSE`)).toBe(read('LICENSE'))
  expect(read('LICENSE')).toContain('MIT License')
})
