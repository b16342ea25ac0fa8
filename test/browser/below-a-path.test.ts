import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composer, logIn, say, seeTexts } from '../support/browser/chat-page.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'
import { freePort } from '../support/server-kit/free-port.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'

interface Site {
  front: Front
  server: SpawnedServer
}

async function startSite(strip: boolean): Promise<Site> {
  const port = await freePort()
  const front = await openFront(`http://127.0.0.1:${port}`, { path: '/chat', strip })
  const server = await spawnServer([
    ...['--port', `${port}`, '--public-url', `${front.url}/chat`],
    ...['--store', 'memory', '--log-level', 'warn'],
  ])
  return { front, server }
}

describe.each([
  ['strips it', true],
  ['does not', false],
])('a chat at a path of its host, behind a proxy that %s', (_kind, strip) => {
  let site: Site
  beforeAll(async () => {
    site = await startSite(strip)
  })
  afterAll(async () => {
    await site?.front.close()
    await site?.server.stop()
  })

  eachEngine('the chat below a path', (engine, name) => {
    test('[DM140] its own page works, and a reload keeps the login', async () => {
      const page = await engine().page(`${site.front.url}/chat/`)
      await logIn(page, `Ada in ${name}`)
      await say(page, `hello from ${name}`)
      await seeTexts(page, [`hello from ${name}`])
      await page.reload()
      await page.see(composer)
      await seeTexts(page, [`hello from ${name}`])
      expect(await page.evaluate(() => Object.keys(localStorage).filter(key => /token/i.test(key)))).toEqual([])
      await expectCalm(page)
      await page.close()
    })

    test('[DM140] the script tag on another page of the host finds the server', async () => {
      const page = await engine().page(`${site.front.url}/`)
      await logIn(page, `Grace in ${name}`)
      await say(page, `and from the site, ${name}`)
      await seeTexts(page, [`and from the site, ${name}`])
      await page.reload()
      await page.see(composer)
      await expectCalm(page)
      await page.close()
    })
  })

  test('[DM140] whatever a page of the demo names is there, below the path', async () => {
    for (const page of ['', 'inline.html', 'bubble.html', 'client.html', 'other-site.html']) {
      const at = `${site.front.url}/chat/${page}`
      const html = await (await fetch(at)).text()
      for (const [, address = ''] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
        const { href, host } = new URL(address, at)
        if (host !== new URL(site.front.url).host) continue
        expect([href, (await fetch(href)).status]).toEqual([href, 200])
        if (!href.includes('__probe')) expect(href).toContain(`${site.front.url}/chat/`)
      }
    }
  })
})
