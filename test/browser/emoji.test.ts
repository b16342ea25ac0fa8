import { afterAll, beforeAll, expect, test } from 'vitest'
import { words } from '../../sdk/widget/features/emoji/words.ts'
import { words as menuWords } from '../../sdk/widget/features/message-menu/words.ts'
import { loaded } from '../support/browser/account-page.ts'
import { turnTo } from '../support/browser/acts-page.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { allSent, composer, focused, logIn, say, seeFocus, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { rawUser } from '../support/browser/raw-user.ts'
import { restAnimations } from '../support/browser/rest-animations.ts'
import { smallTargets } from '../support/browser/touch-targets.ts'

const opener = '[part=emoji]'
const picker = '[part=emoji-picker]'
const cell = '[part=emoji-picker] [role=gridcell]'
const named = (name: string) => ({ role: 'gridcell', name, exact: true })
let server: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
})
afterAll(() => server?.close())

/** The composer's text, and where its caret is. */
const written = (page: Page) =>
  page.evaluate(() => {
    const field = document.querySelector('chat-widget')?.shadowRoot?.querySelector('textarea')
    return [field?.value ?? '', field?.selectionStart ?? -1, field?.selectionEnd ?? -1] as const
  })
const putCaret = (page: Page, from: number, to: number) =>
  page.evaluate(
    (start: number, end: number) =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('textarea')?.setSelectionRange(start, end),
    from,
    to,
  )

/** WebKitGTK's driver has no such key, also for what is typed. */
async function undo(page: Page): Promise<void> {
  if (page.engine === 'webkit') await page.evaluate(() => void document.execCommand('undo'))
  else await page.press('Control+z')
}

async function enter(page: Page, name: string): Promise<void> {
  await logIn(page, name)
  await page.see(opener)
}

/** Looks for an emoji and waits until it is the first that is found. */
async function lookFor(page: Page, query: string, name: string): Promise<void> {
  await page.type(query)
  await page.waitFor(
    `${name} to be found first`,
    (wanted: string) =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('[role=gridcell]')?.ariaLabel === wanted,
    name,
  )
}

/** Runs in the page: what of the picker is outside of the window. */
function outside(): string[] {
  const root = document.querySelector('chat-widget')?.shadowRoot
  const node = root?.querySelector('[part=emoji-picker]')
  if (!node) return ['no picker']
  const { left, right, top, bottom } = node.getBoundingClientRect()
  return left < 0 || right > innerWidth + 0.5 || top < 0 || bottom > innerHeight + 0.5
    ? [`${left} ${top} ${right} ${bottom}`]
    : []
}

eachEngine('emoji', (engine, name) => {
  test('[EM9] by keyboard alone an emoji is found, picked in the grid, and written at the caret in one step', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await enter(page, `Ada in ${name}`)
    await page.click(composer)
    await page.type('hello world')
    await putCaret(page, 5, 5)
    await page.press('Tab')
    expect(await focused(page)).toContain('Emoji')
    await page.press('Enter')
    await page.see(picker)
    await seeFocus(page, words.search)
    await lookFor(page, 'fire', 'fire')
    // The keys of the grid: to the second, back, on, and over its edge to the search
    await page.press('ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowUp')
    await seeFocus(page, words.search)
    await page.press('ArrowDown', 'Enter')
    await page.gone(picker)
    expect(await written(page)).toEqual(['hello🔥 world', 7, 7])
    expect(await focused(page)).toContain('textarea')
    await undo(page)
    expect((await written(page))[0]).toBe('hello world')

    // In the place of what is chosen; with Shift it stays open for more
    await putCaret(page, 0, 5)
    await page.click(opener)
    await page.see(picker)
    await lookFor(page, 'rocket', 'rocket')
    await page.press('Shift+Enter', 'Shift+Enter', 'Escape')
    await page.gone(picker)
    expect(await written(page)).toEqual(['🚀🚀 world', 4, 4])
    await expectCalm(page)
    await page.close()
  })

  test('[EM9] Escape, a press elsewhere and its button close it, and leave the text and the caret as they were', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await enter(page, `Eve in ${name}`)
    await page.click(composer)
    await page.type('as it was')
    await putCaret(page, 2, 5)
    for (const close of [() => page.press('Escape'), () => page.click(opener), () => page.click('[part=header]')]) {
      await page.click(opener)
      await page.see(picker)
      await close()
      await page.gone(picker)
      expect(await written(page)).toEqual(['as it was', 2, 5])
    }
    await expectCalm(page)
    await page.close()
  })

  test('[EM6] the tone and what was picked last are there after a reload, and nothing is asked of another origin', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await enter(page, `Tony in ${name}`)
    await page.click(opener)
    await page.click({ role: 'button', name: words.toneIs('Default') })
    await seeFocus(page, 'Default')
    await page.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter')
    await seeFocus(page, words.toneIs('Medium'))
    await lookFor(page, 'waving hand', 'waving hand')
    await page.press('Enter')
    expect((await written(page))[0]).toBe('👋🏽')
    await page.reload()
    await page.see(opener)
    await page.click(opener)
    await page.see({ role: 'tab', name: words.recent })
    await page.see({ role: 'button', name: words.toneIs('Medium') })
    const first = await page.map(cell, each => each.textContent)
    expect(first[0]).toBe('👋🏽')
    await page.waitFor('names', () =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('[role=gridcell]')?.hasAttribute('aria-label'),
    )
    const from = await page.evaluate(() => [
      ...new Set(performance.getEntriesByType('resource').map(each => new URL(each.name).origin)),
    ])
    expect(from).toEqual([new URL(server.url).origin])
    // Two thousand are there, and only those around what is in sight are drawn
    expect(first.length).toBeLessThan(300)
    expect(first).not.toContain('')
    await expectCalm(page)
    await page.close()
  })

  test('[EM7] the groups are reached by their tabs, and Page Down, End and Control+End go on in the grid', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await enter(page, `Greta in ${name}`)
    await page.click(opener)
    await page.click({ role: 'tab', name: 'Flags' })
    await page.see(named('chequered flag'))
    await page.press('Shift+Tab', 'Tab')
    await page.click({ role: 'tab', name: 'Food and drink' })
    await page.see(named('grapes'))
    await page.press('ArrowLeft')
    await seeFocus(page, 'Animals and nature')
    await page.press('Home')
    await seeFocus(page, 'Smileys')
    await page.press('Tab', 'Tab', 'Tab')
    await seeFocus(page, 'grinning face')
    await page.press('PageDown', 'PageDown')
    expect(await focused(page)).not.toContain('grinning face')
    await page.press('Control+End')
    await seeFocus(page, 'flag: Wales')
    // Whoever types looks for something
    await lookFor(page, 'fox', 'fox')
    await seeFocus(page, words.search)
    await expectCalm(page)
    await page.close()
  })

  test('[EM11] a message is reacted to with any emoji, from its menu', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await enter(page, `Rea in ${name}`)
    await say(page, `react to ${name}`)
    await seeTexts(page, [`react to ${name}`])
    await allSent(page)
    const react = async (query: string, found: string) => {
      await page.press('Shift+Tab')
      await page.waitFor('a row to have the focus', () =>
        document.querySelector('chat-widget')?.shadowRoot?.activeElement?.closest('[part~=message]'),
      )
      await page.press('Shift+F10')
      await page.click({ role: 'menuitem', name: menuWords.moreEmoji })
      await page.see({ role: 'dialog', name: menuWords.moreEmoji })
      await seeFocus(page, words.search)
      await lookFor(page, query, found)
      await page.press('Enter')
      await page.gone(picker)
      await page.click(composer)
    }
    const chips = () => page.map('[part=reaction]', chip => `${chip.textContent} ${chip.getAttribute('aria-pressed')}`)
    await react('octopus', 'octopus')
    await expect.poll(chips).toEqual(['🐙1 true'])
    // Again it is taken back
    await react('octopus', 'octopus')
    await expect.poll(chips).toEqual([])
    await expectCalm(page)
    await page.close()
  })

  test('[EM12] a code that is typed whole becomes its emoji, but not in code, and a smile of signs stays', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await enter(page, `Cody in ${name}`)
    await page.click(composer)
    await page.type('well :tada:')
    await expect.poll(async () => (await written(page))[0]).toBe('well 🎉')
    await page.type(' :) `:tada:` :nothing: 10:30:')
    await page.type(' :fox_face:')
    await expect.poll(async () => (await written(page))[0]).toBe('well 🎉 :) `:tada:` :nothing: 10:30: 🦊')
    await expectCalm(page)
    await page.close()
  })

  test('[FM23] emoji that others wrote by their names are shown, once their names are loaded', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    const room = `codes-${name}`
    await turnTo(page, room)
    await logIn(page, `Neda in ${name}`, room)
    await page.see(opener)
    const bot = await rawUser(server.url, `Bot in ${name}`, room)
    await bot.say(room, 'built at 12:30:45')
    await seeTexts(page, ['built at 12:30:45'])
    expect(await loaded(page)).not.toContain('chat-emoji-codes.mjs')
    await bot.say(room, 'shipped :rocket: `:rocket:` :nothing:')
    await seeTexts(page, ['built at 12:30:45', 'shipped 🚀 :rocket: :nothing:'])
    await expectCalm(page)
    await bot.leave()
    await page.close()
  })

  test('[EM13] behind a colon emoji are offered, and Enter writes the one that is chosen', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await enter(page, `Colin in ${name}`)
    await page.click(composer)
    await page.type('well :tad')
    await page.see({ role: 'option', name: 'party popper' })
    expect(await axeFindings(page)).toEqual([])
    await page.press('Enter')
    await expect.poll(async () => (await written(page))[0]).toBe('well 🎉 ')
    await page.type('`:tad')
    expect(await page.find({ role: 'option', name: 'party popper' })).toEqual([])
    await expectCalm(page)
    await page.close()
  })

  test.each([
    [320, 568],
    [390, 844],
    [844, 390],
  ])('[EM10] on a phone it is a sheet that a finger can use, and no keyboard comes, %i x %i', async (width, height) => {
    const page = await engine().page(server.url, { width, height, touch: true })
    await enter(page, `Phil in ${name} ${width}`)
    await page.tap(opener)
    await page.see(cell)
    await page.evaluate(restAnimations)
    // WebKitGTK has a mouse whatever is asked
    const finger = name !== 'webkit'
    if (finger) expect(await focused(page)).not.toMatch(/input|textarea/)
    expect(await page.evaluate(outside)).toEqual([])
    expect((await smallTargets(page, finger ? 44 : 24)).filter(each => !/^(Actions|https)/.test(each))).toEqual([])
    await page.tap(cell)
    await page.gone(picker)
    expect((await written(page))[0]).toBe('😀')
    await expectCalm(page)
    await page.close()
  })

  for (const colorScheme of ['light', 'dark'] as const)
    test(`[EM15] axe finds nothing in any state of the picker, ${colorScheme}`, async () => {
      const page = await engine().page(server.url, { width: 1000, height: 700, colorScheme })
      await enter(page, `Axel in ${name} ${colorScheme}`)
      const findings: string[] = []
      const look = async (state: string) => {
        await page.evaluate(restAnimations)
        for (const finding of await axeFindings(page)) findings.push(`${state}: ${finding}`)
      }
      await look('closed')
      await page.click(opener)
      await page.see(named('grinning face'))
      await look('open')
      await lookFor(page, 'smil', 'smiling face with smiling eyes')
      await look('found')
      await page.type('qqq')
      await page.see({ text: words.none })
      await look('nothing found')
      await page.click({ role: 'button', name: words.toneIs('Default') })
      await look('tones')
      expect(findings).toEqual([])
      await page.close()
    })

  test('[EM7] read from right to left the arrows are mirrored', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
    })
    await enter(page, `Rita in ${name}`)
    await page.click(opener)
    await page.see(named('grinning face'))
    await page.press('ArrowDown', 'ArrowLeft')
    await seeFocus(page, 'grinning face with big eyes')
    await page.press('ArrowRight')
    await seeFocus(page, 'grinning face')
    await page.close()
  })
})
