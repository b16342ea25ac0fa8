import { afterAll, beforeAll, expect, test } from 'vitest'
import { words as ours } from '../../sdk/widget/features/formatting/words.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { allSent, composer, focused, logIn, say } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'
import { HOSTILE_FORMATS } from '../support/browser/hostile.ts'
import { type RawUser, rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
let front: Front
let writer: RawUser

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
  front = await openFront(server.url)
  writer = await rawUser(server.url, 'Writer')
})
afterAll(async () => {
  await writer?.leave()
  await front?.close()
  await server?.close()
})

/** Waits until the newest bubble says this, and has an element like that. */
const seeNewest = (page: Page, text: string, selector: string) =>
  page.waitFor(
    `${selector} in ${text}`,
    (wanted: string, inside: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const bubble = [...(root?.querySelectorAll('[part~=bubble]') ?? [])].at(-1)
      return bubble?.textContent === wanted && bubble.querySelector(inside) !== null
    },
    text,
    selector,
  )

const fieldValue = async (page: Page) =>
  (await page.map('textarea', element => (element as HTMLTextAreaElement).value))[0]

/** Selects all that is written. */
const selectAll = (page: Page) =>
  page.map('textarea', element => (element as HTMLTextAreaElement).setSelectionRange(0, 1_000))

eachEngine('formatted texts', (engine, name) => {
  let page: Page
  beforeAll(async () => {
    page = await engine().page(front.url, { width: 1000, height: 700 })
    await logIn(page, `reader ${name}`)
    await writer.say('lobby', '**ready**')
    await seeNewest(page, 'ready', 'strong')
  })
  afterAll(async () => {
    await expectCalm(page)
    expect(front.reports).toEqual([])
    await page.close()
  })

  test('[FM13] what is written here and there is seen as it is meant', async () => {
    await say(page, `*so* ${name}`)
    await seeNewest(page, `so ${name}`, 'em')
    await allSent(page)
    await writer.say('lobby', '> said\n\n- **a**\n- b')
    await seeNewest(page, 'saidab', 'ul strong')
  })

  test('[FM15] wide code scrolls by itself; neither the page nor the log does', async () => {
    await page.setViewport(320, 700)
    await writer.say('lobby', `\`\`\`js\n${'x = 1; '.repeat(60)}\n\tdeep\n\`\`\``)
    await page.waitFor('the code', () => {
      const pre = document.querySelector('chat-widget')?.shadowRoot?.querySelector('pre')
      return pre && pre.scrollWidth > pre.clientWidth + 100
    })
    const wide = await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const boxes = [document.documentElement, ...(root?.querySelectorAll('[part~=scroller],[part~=bubble]') ?? [])]
      return boxes.filter(box => box.scrollWidth > box.clientWidth + 1).length
    })
    expect(wide).toBe(0)
    await page.setViewport(1000, 700)
  })

  test('[FM15] on the smallest phone everything of a message is within the log, in either direction', async () => {
    const lines = ['```js', `const far = '${'wide '.repeat(40)}'`, '```']
    await writer.say('lobby', `> ${'quoted '.repeat(30)}\n\n- a list of [links](https://a.example/${'x'.repeat(90)})`)
    await writer.say('lobby', `||hidden|| **${'long'.repeat(60)}** \`${'code'.repeat(40)}\``)
    await writer.say('lobby', lines.join('\n'))
    await seeNewest(page, `jsCopy${lines[1]}`, 'pre')
    await page.setViewport(320, 640)
    const outside = () =>
      page.evaluate(() => {
        const root = document.querySelector('chat-widget')?.shadowRoot
        const log = root?.querySelector('[part~=scroller]')?.getBoundingClientRect()
        const within = '[part~=bubble], [part~=bubble] *:not(pre *)'
        return [...(root?.querySelectorAll(within) ?? [])]
          .filter(each => {
            const { left, right } = each.getBoundingClientRect()
            return right > (log?.right ?? 0) - 8 || left < (log?.left ?? 0) + 8
          })
          .map(each => `${each.localName} ${each.textContent?.slice(0, 20)}`)
      })
    for (const dir of ['ltr', 'rtl']) {
      await page.evaluate((to: string) => {
        document.documentElement.dir = to
      }, dir)
      await expect.poll(outside, { message: dir }).toEqual([])
    }
    await page.evaluate(() => document.documentElement.removeAttribute('dir'))
    await page.setViewport(1000, 700)
  })

  test('[FM14] a spoiler opens by the keyboard, and axe finds nothing in what there is', async () => {
    await writer.say('lobby', `||hidden [link](https://a.example)|| ${name} \`code\``)
    await seeNewest(page, `${ours.spoiler} ${name} code`, 'button[aria-expanded=false]')
    await page.click(composer)
    for (let i = 0; i < 5 && !(await focused(page)).includes(ours.spoiler); i++) await page.press('Shift+Tab')
    expect(await focused(page)).toContain(ours.spoiler)
    await page.press('Enter')
    await seeNewest(page, `${ours.spoiler}hidden link (a.example) ${name} code`, 'button[aria-expanded=true]')
    await page.press('Tab')
    expect(await focused(page)).toContain('link')
    // Wide code is a Tab stop while its row has the focus; of such stops axe knows nothing
    const isRoving = (finding: string) => /^scrollable-region-focusable.*[" ]pre"/s.test(finding)
    expect((await axeFindings(page)).filter(each => !isRoving(each))).toEqual([])
  })

  test('[FM10] what tries to execute something by way of marks does not, as a message, quoted or edited', async () => {
    for (const text of HOSTILE_FORMATS) {
      const { id } = await writer.say('lobby', text)
      await writer.request('send_message', { room: 'lobby', cid: crypto.randomUUID(), text: `a ${text}`, replyTo: id })
      await writer.request('edit_message', {
        room: 'lobby',
        cid: crypto.randomUUID(),
        messageId: id,
        text: `b ${text}`,
      })
    }
    await writer.say('lobby', `**done ${name}**`)
    await seeNewest(page, `done ${name}`, 'strong')
    for (let i = 0; i < 6; i++) {
      await page.map('[part~=bubble] button[aria-expanded=false]', button => (button as HTMLElement).click())
      await page.wheel('[part=scroller]', -2_000)
    }
    const made = await page.map('[part~=message] *', element => element.localName)
    expect(made.filter(tag => /^(?:script|iframe|img|object|embed|form|style|b|template)$/.test(tag))).toEqual([])
    const links = await page.map('[part~=bubble] a', element => (element as HTMLAnchorElement).protocol)
    expect(links.filter(protocol => !/^(?:https?|mailto):$/.test(protocol))).toEqual([])
    await expectCalm(page)
  })

  test('[FM19] keys put marks around what is selected, and take them away again; both can be undone', async () => {
    const control = process.platform === 'darwin' ? 'Meta' : 'Control'
    await page.click(composer)
    await page.insert('words')
    await selectAll(page)
    await page.press(`${control}+b`)
    expect(await fieldValue(page)).toBe('**words**')
    await page.press(`${control}+b`)
    expect(await fieldValue(page)).toBe('words')
    await page.press(`${control}+i`)
    expect(await fieldValue(page)).toBe('*words*')
    // WebKit's driver undoes nothing by the key, what is typed included
    if (page.engine === 'webkit') await page.evaluate(() => void document.execCommand('undo'))
    else await page.press(`${control}+z`)
    await expect.poll(() => fieldValue(page)).toBe('words')
    await selectAll(page)
    await page.press(`${control}+e`)
    expect(await fieldValue(page)).toBe('`words`')
    await selectAll(page)
    await page.press('Backspace')
  })

  test('[FM20] pasted text comes in as it is, with its indentation and without its looks', async () => {
    await page.click(composer)
    await page.insert('\tif (a) {\n\t\tb()\n\t}')
    expect(await fieldValue(page)).toBe('\tif (a) {\n\t\tb()\n\t}')
    await page.press('Enter')
    await page.waitFor('the code', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return [...(root?.querySelectorAll('[part~=bubble]') ?? [])].at(-1)?.textContent === '\tif (a) {\n\t\tb()\n\t}'
    })
  })

  test('[FM21] a page that leaves formatting out shows what was typed, and loads nothing for it', async () => {
    const plain = await engine().page(front.url, { width: 1000, height: 700 })
    await plain.evaluate(() => document.querySelector('chat-widget')?.setAttribute('without', 'formatting'))
    await logIn(plain, `plain ${name}`)
    await writer.say('lobby', `**as typed ${name}**`)
    await plain.waitFor(
      'the text',
      (wanted: string) => {
        const root = document.querySelector('chat-widget')?.shadowRoot
        return [...(root?.querySelectorAll('[part~=bubble]') ?? [])].at(-1)?.textContent === wanted
      },
      `**as typed ${name}**`,
    )
    const loaded = await plain.evaluate(() => performance.getEntriesByType('resource').map(entry => entry.name))
    expect(loaded.filter(file => file.includes('chat-formatting'))).toEqual([])
    await plain.close()
  })
})
