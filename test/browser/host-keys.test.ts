import { afterAll, beforeAll, expect, test } from 'vitest'
import { composer, logIn, nameField, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type HostSite, openHostSite } from '../support/browser/host-site.ts'

let server: ChatServer
let site: HostSite

/** Shortcuts as most pages write them, and a record of all that the page hears of the widget. */
const PAGE = `<script src="CHAT/chat-widget.js"></script>
<input id="search"><input id="plain">
<chat-widget><p slot="login-footer"><input id="slotted"></p></chat-widget>
<script>
  window.heard = []
  const types = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'compositionstart', 'compositionend', 'copy', 'cut', 'paste']
  for (const type of types)
    document.addEventListener(type, event => {
      if (/INPUT|TEXTAREA/.test(event.target.tagName)) return
      heard.push(type + (event.key ? ' ' + event.key : ''))
      if (event.key === '/' || event.key === 'j') {
        event.preventDefault()
        document.querySelector('#search').focus()
      }
      if (event.key === ' ' || type === 'paste' || type === 'copy') event.preventDefault()
    })
  document.querySelector('chat-widget').addEventListener('keydown', () => { window.own = (window.own ?? 0) + 1 })
</script>`

beforeAll(async () => {
  server = await startChatServer({ args: ['--origins', '*', '--no-limits'] })
  site = await openHostSite({ '/': PAGE }, () => server.url)
})
afterAll(async () => {
  await site?.close()
  await server?.close()
})

/** What the page heard since the last time. */
const heard = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as { heard: string[] }).heard.splice(0).filter(line => !line.includes(' Shift')),
  )

/** By Enter on the row that has the focus. WebKitGTK's driver loses a key now and then while others work: then once more. */
async function openMenuOfRow(page: Page): Promise<void> {
  await page.press('Enter')
  await page.see('[role=menu]', 5_000).catch(async () => {
    const where = await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return `${root?.activeElement?.outerHTML.slice(0, 400)} of ${root?.querySelector('[role=log]')?.textContent}`
    })
    process.stderr.write(`${page.engine}: Enter opened no menu, the focus was in ${where}\n`)
    await page.press('Enter')
    await page.see('[role=menu]')
  })
}

eachEngine('keys, the clipboard and drops', (engine, name) => {
  test('[WG73] what is typed in the widget ends at it, and what leads out of it does not', async () => {
    const page = await engine().page(site.origin)
    await page.click(nameField)
    await page.type(`j/${name}`)
    expect((await page.see(nameField)).value).toBe(`j/${name}`)
    await page.press('ArrowLeft', 'Home', 'End', 'Enter')
    await page.see(composer)
    await page.waitFor('the focus in the composer', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return root?.activeElement?.localName === 'textarea'
    })
    await page.type('a/j k?')
    await page.press('Shift+Enter')
    await page.type('//jj')
    await page.press('Enter')
    await seeTexts(page, ['a/j k?\n//jj'])
    expect(await heard(page)).toEqual([])
    expect(await page.evaluate(() => (window as unknown as { own: number }).own)).toBeGreaterThan(10)

    // What a page around needs, and what the widget does by itself
    await page.press('Escape', 'Shift+Tab')
    // Shift+Tab is called otherwise in WebKitGTK
    expect((await heard(page)).filter(line => line.startsWith('keydown'))).toEqual([
      'keydown Escape',
      expect.stringMatching(/^keydown (Tab|Unidentified)$/),
    ])
    await page.press('F6')
    await page.press('F6')
    expect((await heard(page)).filter(line => line.startsWith('keydown'))).toEqual(['keydown F6', 'keydown F6'])

    // A message has the focus: arrows are the log's, letters are the page's
    await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      root?.querySelector<HTMLElement>('[role=article]')?.focus()
    })
    await page.press('ArrowUp', 'ArrowDown', 'Home', 'End')
    expect(await heard(page)).toEqual([])
    await page.press('x')
    expect(await heard(page)).toContain('keydown x')

    // In its menu letters are the menu's; it has one once the server holds it
    await page.waitFor('the button of the menu', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return root?.activeElement?.querySelector('[part~=menu-button]')
    })
    await openMenuOfRow(page)
    await page.press('j', '/', 'c')
    await page.waitFor('the focus on what begins with the letter', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return root?.activeElement?.textContent?.startsWith('C')
    })
    expect(await heard(page)).toEqual([])
    // Once out of the menu, once out of the log
    await page.press('Escape', 'Escape')
    await page.waitFor('the focus in the composer', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return root?.activeElement?.localName === 'textarea'
    })
    expect((await heard(page)).filter(line => line.startsWith('keydown'))).toEqual([])

    // A button is pressed by space, though the page has a use for it
    await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      root?.querySelector<HTMLElement>('[aria-controls=menu]')?.focus()
    })
    await page.press(' ')
    await page.see({ role: 'button', name: words.logout })
    expect(await heard(page)).toEqual([])
    await expectCalm(page)
    await page.close()
  })

  test('[WG73] the page keeps its own fields, also slotted ones, and its shortcuts', async () => {
    const page = await engine().page(site.origin)
    await page.click('#slotted')
    await page.type('ab')
    expect((await page.see('#slotted')).value).toBe('ab')
    await page.evaluate(() => {
      const keys: string[] = []
      Object.assign(window, { keys })
      document.addEventListener('keydown', event => keys.push(event.key))
    })
    await page.type('c')
    await page.click('#plain')
    await page.type('d')
    expect(await page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toEqual(['c', 'd'])
    await page.close()
  })

  test('[WG74] the clipboard is not the page’s while the widget is used', async () => {
    const page = await engine().page(site.origin)
    await logIn(page, `p ${name}`)
    const prevented = await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const results: boolean[] = []
      for (const target of ['textarea', '[part~=log]'])
        for (const type of ['copy', 'cut', 'paste']) {
          const event = new Event(type, { bubbles: true, composed: true, cancelable: true })
          root?.querySelector(target)?.dispatchEvent(event)
          results.push(event.defaultPrevented)
        }
      return results
    })
    expect(prevented).toEqual([false, false, false, false, false, false])
    expect(await heard(page)).toEqual([])
    await page.close()
  })

  test('[WG75] what is dropped beside a field, and a file anywhere, never makes the browser leave the page', async () => {
    const page = await engine().page(site.origin)
    await logIn(page, `f ${name}`)
    const prevented = await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot as ShadowRoot
      const drop = (target: Node | null | undefined, kind: 'file' | 'link' | 'text') => {
        const dataTransfer = new DataTransfer()
        if (kind === 'file') dataTransfer.items.add(new File(['x'], 'x.pdf', { type: 'application/pdf' }))
        if (kind === 'link') dataTransfer.setData('text/uri-list', 'https://example.com/')
        if (kind === 'text') dataTransfer.setData('text/plain', 'words')
        const init = { bubbles: true, composed: true, cancelable: true, dataTransfer }
        return ['dragenter', 'dragover', 'drop'].map(type => {
          const event = new DragEvent(type, init)
          target?.dispatchEvent(event)
          return event.defaultPrevented
        })
      }
      const all: Record<string, boolean[]> = {}
      const field = root.querySelector('textarea')
      for (const kind of ['file', 'link', 'text'] as const) {
        all[`${kind} on the field`] = drop(field, kind)
        all[`${kind} on the log`] = drop(root.querySelector('[part~=scroller]'), kind)
        all[`${kind} on words`] = drop(root.querySelector('[part~=heading]')?.firstChild, kind)
        all[`${kind} on a button`] = drop(root.querySelector('[part~=send]'), kind)
        all[`${kind} on the element`] = drop(root.host, kind)
      }
      all['file on the page'] = drop(document.body, 'file')
      return all
    })
    for (const [where, results] of Object.entries(prevented)) {
      const free = ['link on the field', 'text on the field', 'file on the page'].includes(where)
      expect([where, ...results]).toEqual([where, !free, !free, !free])
    }
    await expectCalm(page)
    await page.close()
  })
})
