import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { available } from '../support/browser/available.ts'
import type { Engine, Page } from '../support/browser/engine.ts'
import { launch } from '../support/browser/launch.ts'

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
const PAGE = `<!doctype html><title>Harness</title><h1>Ground</h1><div id="host"></div><script src="/page.js"></script>`
const SCRIPT = `
const root = document.querySelector('#host').attachShadow({ mode: 'open' })
const label = document.createElement('label'); label.textContent = 'Your name'
const field = document.createElement('input'); label.append(field)
const button = document.createElement('button'); button.textContent = 'Say it'
const out = document.createElement('output')
button.addEventListener('click', event => { out.textContent += 'click ' + event.isTrusted + ' ' })
field.addEventListener('keydown', event => { if (event.key === 'F6') event.preventDefault(); out.textContent += event.key + (event.shiftKey ? '+shift' : '') + ' ' })
root.append(label, button, out)
`

describe.each([...available])('harness in %s', name => {
  let server: Server
  let engine: Engine
  let page: Page
  let url: string

  beforeAll(async () => {
    server = createServer((request, response) => {
      const js = request.url === '/page.js'
      response.setHeader('Content-Type', js ? 'text/javascript' : 'text/html')
      response.setHeader('Content-Security-Policy', CSP)
      response.end(js ? SCRIPT : PAGE)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    engine = await launch(name)
    page = await engine.page(url, { width: 360, height: 740 })
  })

  afterAll(async () => {
    await engine?.close()
    server?.close()
  })

  test('[EE1] real keys and clicks reach elements inside a shadow root, under the strict policy', async () => {
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([name === 'webkit' ? 447 : 360, 740])
    await page.click({ role: 'textbox', name: 'Your name' })
    await page.type('ada')
    await page.press('Shift+Enter', 'ArrowUp', 'F6', 'Escape')
    await page.click({ role: 'button', name: 'Say it', exact: true })
    const field = await page.see({ role: 'textbox', name: 'Your name' })
    expect(field.value).toBe('ada')
    const { text } = await page.see('output')
    expect(text).toContain('a d a Shift+shift Enter+shift ArrowUp F6 Escape click true')
    const { violations, errors } = await page.trouble()
    expect({ violations, errors }).toEqual({ violations: [], errors: [] })
  })

  test('[EE1] a violation, an uncaught error and a call of alert are each caught', async () => {
    await page.evaluate(() => {
      const image = document.createElement('img')
      image.src = 'http://127.0.0.1:9/picture.png'
      document.body.append(image)
      setTimeout(() => {
        throw new Error('on purpose')
      })
      alert('seen')
    })
    await page.waitFor('the violation', () => {
      const { __trouble } = window as unknown as { __trouble: { violations: string[]; errors: string[] } }
      return __trouble.violations.length > 0 && __trouble.errors.length > 0
    })
    const trouble = await page.trouble()
    expect(trouble.violations.join()).toContain('img-src')
    expect(trouble.errors.join()).toContain('on purpose')
    expect(trouble.executed).toEqual(['alert(seen)'])
    await page.reload()
    expect((await page.trouble()).executed).toEqual(['alert(seen)'])
  })

  test('[EE1] the viewport changes, a picture is taken, the colour scheme is as asked', async () => {
    await page.setViewport(900, 600)
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([900, 600])
    expect((await page.screenshot()).subarray(1, 4).toString()).toBe('PNG')
    const dark = await engine.page(url, { colorScheme: 'dark' })
    expect(await dark.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
    await dark.close()
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(false)
  })
})
