import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  account,
  button,
  dialog,
  fromMenu,
  loaded,
  logInWith,
  menu,
  pressInMenu,
  tabTo,
  who,
} from '../support/browser/account-page.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { composer, logIn, nameField, say, seeFocus, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'

let server: ChatServer
let guests: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
  guests = await startChatServer({ args: ['--no-limits'] })
})
afterAll(async () => {
  await server?.close()
  await guests?.close()
})

eachEngine('people with accounts', (engine, name) => {
  test('[EE200] a guest becomes an account in place, and goes on with it on another device', async () => {
    const [ada, password] = [`Ada in ${name}`, 'a long walk by the sea']
    const page = await engine().page(server.url)
    await logIn(page, ada)
    await say(page, `first in ${name}`)
    await seeTexts(page, [`first in ${name}`])
    expect(await who(page)).toMatch(/^g:/)
    await page.click(composer)
    await page.insert('half of it')

    await fromMenu(page, account.create)
    await page.see(dialog(account.create))
    expect(await axeFindings(page)).toEqual([])
    await seeFocus(page, `input: ${account.password}`)
    await page.insert('password')
    await page.press('Enter')
    await page.see('[aria-invalid="true"]')
    await page.press('Control+a')
    await page.insert(password)
    await page.press('Enter')
    await page.gone(dialog(account.create))
    await seeFocus(page, words.menu)
    expect(await who(page)).toMatch(/^a:/)
    expect((await page.see(composer)).value).toBe('half of it')
    expect(await page.map('[part~="own"]', row => row.textContent?.includes('first in'))).toEqual([true])

    const other = await engine().page(server.url)
    await logInWith(other, ada, password)
    await seeTexts(other, [`first in ${name}`])
    expect(await who(other)).toBe(await who(page))

    await pressInMenu(page, account.account)
    await page.see({ text: account.otherDevice })
    expect(await axeFindings(page)).toEqual([])
    await page.press('Escape')
    await page.gone(dialog(account.account))

    await pressInMenu(page, account.account)
    await page.click(button(account.changePassword))
    await page.insert('not my password')
    await page.press('Tab', 'Tab')
    await page.insert('a short walk to the hills')
    await page.press('Enter')
    await page.see({ text: account.errorAgain({ code: 'wrong_credentials' } as never) })
    await page.press('Control+a')
    await page.insert(password)
    await page.press('Enter')
    await page.see({ text: account.passwordChanged })
    // the other device is told, and asked to log in anew
    await other.see(nameField)
    expect(await who(page)).toMatch(/^a:/)
    await expectCalm(page)
    await other.close()
    await page.close()
  })

  test('[EE202] somebody saves what the server holds of them: the file has their messages', async () => {
    const page = await engine().page(server.url)
    await logIn(page, `Grace in ${name}`)
    await say(page, `kept in ${name}`)
    await seeTexts(page, [`kept in ${name}`])
    await fromMenu(page, account.create)
    await page.see(dialog(account.create))
    await page.insert('a long walk by the sea')
    await page.press('Enter')
    await page.gone(dialog(account.create))
    await fromMenu(page, account.account)
    await page.evaluate(() => {
      const make = URL.createObjectURL.bind(URL)
      URL.createObjectURL = (blob: Blob) => {
        Object.assign(window, { saved: blob })
        return make(blob)
      }
    })
    await tabTo(page, account.download)
    await page.press('Enter')
    await page.see({ text: account.downloaded })
    const text = await page.evaluate(() => (window as unknown as { saved: Blob }).saved.text())
    const data = JSON.parse(text) as { account: { name: string }; messages: { text: string; room: string }[] }
    expect(data.messages.map(({ room, text }) => [room, text])).toEqual([['lobby', `kept in ${name}`]])
    expect(text).toContain(await who(page))
    expect(text).not.toMatch(/argon2|password/i)
    await page.press('Escape')
    await say(page, 'still here')
    await expectCalm(page)
    await page.close()
  })

  test('[EE203] who deletes their account by the keyboard is told, and others see neither their messages nor their name', async () => {
    const [linus, password] = [`Linus in ${name}`, 'a long walk by the sea']
    const other = await engine().page(server.url)
    await logIn(other, `Reader in ${name}`)
    // Firefox takes keys in the newest window alone
    const page = await engine().page(server.url)
    await logInWith(page, linus, password, account.go.register)
    await say(page, `one of ${name}`)
    await seeTexts(other, [`one of ${name}`])
    await fromMenu(page, account.account)
    await tabTo(page, account.remove)
    await page.press('Enter')
    await page.see({ text: account.removeAsk })
    expect(await axeFindings(page)).toEqual([])
    await page.insert('not my password')
    await page.press('Enter')
    await page.see({ text: account.errorAgain({ code: 'wrong_credentials' } as never) })
    expect(await page.map('[aria-invalid="true"]', field => field.id)).toEqual(['account-password'])
    expect(await axeFindings(page)).toEqual([])
    await page.press('Control+a')
    await page.insert(password)
    await page.press('Enter')
    await page.see({ text: account.removed })
    expect((await page.see(nameField)).value).toBe('')
    // The message goes, and then the name
    await seeTexts(other, [words.deleted('author', false)])
    await other.waitFor(
      'the name to be gone',
      (nobody: string, linus: string) => {
        const rows = document.querySelector('chat-widget')?.shadowRoot?.querySelectorAll('[part~="message"]')
        const heads = [...(rows ?? [])].map(row => row.textContent ?? '')
        return heads.at(-1)?.includes(nobody) && !heads.join().includes(linus)
      },
      words.nameOf({ name: '', deleted: true }),
      linus,
    )
    expect(await axeFindings(page)).toEqual([])
    await page.press('Escape')
    await page.gone(dialog(account.removed))
    await seeFocus(page, words.nameLabel)
    await page.click(button(account.go.login))
    await page.click(nameField)
    await page.insert(linus)
    await page.press('Tab')
    await page.insert(password)
    await page.press('Enter')
    await page.see({ text: account.error({ code: 'wrong_credentials' } as never) })
    await expectCalm(other)
    await expectCalm(page)
    await other.close()
    await page.close()
  })

  test('[EE201] a page of a server for guests alone loads nothing of accounts', async () => {
    const page = await engine().page(guests.url)
    await logIn(page, `Guest in ${name}`)
    await page.waitFor('the parts that come when the page is idle', () =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('chat-message-menu.mjs')),
    )
    const files = await loaded(page)
    expect(files).toContain('chat.mjs')
    expect(files.filter(file => /account|identity|site-token/.test(file))).toEqual([])
    await page.click(menu)
    expect(await page.find(button(account.create))).toEqual([])
    await expectCalm(page)
    await page.close()
  })
})
