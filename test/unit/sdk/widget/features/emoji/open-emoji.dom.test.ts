import { beforeEach, expect, test } from 'vitest'
import { openEmoji } from '../../../../../../sdk/widget/features/emoji/open-emoji.ts'
import { openMessageMenu } from '../../../../../../sdk/widget/features/message-menu/message-menu.ts'
import { words as menuWords } from '../../../../../../sdk/widget/features/message-menu/words.ts'
import { FEATURES } from '../../../../../../sdk/widget/features/talk/feature-names.ts'
import { openTalk } from '../../../../../../sdk/widget/features/talk/talk-part.ts'
import { ada, message } from '../../../../../support/gallery/cast.ts'
import { emojiHost } from '../../../../../support/gallery/emoji-host.ts'
import { mount, strings } from '../../../../../support/gallery/mount.ts'
import { STATES } from '../../../../../support/gallery/states.ts'

/** Files are loaded, on a machine that may be busy. */
const seen = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 })
beforeEach(() => localStorage.clear())

const hers = message(ada, 1, 'hers')

/** `fails`: so often what is loaded for emoji is not there. */
function open({ fails = 0 } = {}) {
  const shown = mount({ ...STATES.busy, log: { ...STATES.busy.log, items: [hers] } })
  const server = () => {
    if (fails-- > 0) throw new Error('no connection')
    return 'https://chat.example'
  }
  const host = { ...emojiHost(shown), server }
  const feature = openEmoji(host)
  feature.look()
  const { chat } = shown.shell
  if (!chat) throw new Error('no chat')
  return { ...shown, host, feature, chat }
}

test('[EM9] its button stands between the field and what sends, and can be pressed while one can write', () => {
  const { chat, part, feature } = open()
  const all = [...(chat.composer.form?.querySelectorAll('textarea,button') ?? [])]
  expect(all.map(each => each.getAttribute('part'))).toEqual(['textarea', 'emoji', 'send'])
  feature.look()
  expect(chat.composer.form?.querySelectorAll('[part=emoji]').length).toBe(1)
  chat.composer.disabled = true
  feature.look()
  expect((part('emoji') as HTMLButtonElement).disabled).toBe(true)
  feature.stop()
  expect(part('emoji')).toBeUndefined()
})

test('[EM14] a page that leaves emoji out has no button for them, nor more of them in a message’s menu', () => {
  const shown = mount('busy')
  const host = { ...emojiHost(shown), off: () => true, openSheet: undefined }
  openTalk(host as never).look()
  expect(FEATURES).toContain('emoji')
  expect(shown.part('emoji')).toBeUndefined()
  expect(shown.shell.chat?.box.hasAttribute('data-emoji')).toBe(false)
})

test('[EM11] a message’s menu has more emoji where there are some, which open a picker for a reaction', async () => {
  const { chat, emit, button, all, feature, one } = open()
  const row = chat.rowOf(hers.seq)
  if (!row) throw new Error('no row')
  row.focus()
  const menu = () => openMessageMenu({ ...chat, strings, emit, row, item: hers, can: undefined, closed() {} })
  menu()
  button(menuWords.moreEmoji).click()
  await seen(() => all('[role=dialog]').map(each => each.getAttribute('aria-label'))).toEqual([menuWords.moreEmoji])
  emit.mockClear()
  one('[role=gridcell]').click()
  expect(emit.mock.calls).toEqual([[{ type: 'react', messageId: hers.id, emoji: '😀', on: true }]])
  feature.stop()
  menu()
  expect(all('[role=menu] button').map(each => each.getAttribute('aria-label'))).not.toContain(menuWords.moreEmoji)
})

test('[EM9] a press writes what is picked at the caret, and says so to whoever listens', async () => {
  const { chat, button, all, one } = open()
  const { composer } = chat
  composer.value = 'hello world'
  composer.setSelectionRange(5, 11)
  let heard = 0
  composer.addEventListener('input', () => heard++)
  button('Emoji').click()
  await seen(() => all('[role=gridcell]').length).toBeGreaterThan(0)
  expect(one('[part=emoji]').getAttribute('aria-expanded')).toBe('true')
  one('[role=gridcell]').click()
  expect([composer.value, composer.selectionStart, heard]).toEqual(['hello😀', 7, 1])
  expect(one('[part=emoji]').getAttribute('aria-expanded')).toBe('false')
})

test('[EM12] a code that is closed by its colon is replaced, and the caret stays where it is', async () => {
  const { chat } = open()
  const { composer } = chat
  composer.value = 'so :tada: good'
  composer.setSelectionRange(9, 9)
  composer.dispatchEvent(new InputEvent('input'))
  await seen(() => composer.value).toBe('so 🎉 good')
  expect([composer.selectionStart, composer.selectionEnd]).toEqual([5, 5])
})

test('[EM13] behind a colon emoji are completed, but not in code', async () => {
  const { chat, host } = open()
  const [source] = [...host.completion.sources]
  const { composer } = chat
  const find = async (text: string, query: string) => {
    composer.value = `${text}:${query}`
    composer.setSelectionRange(composer.value.length, composer.value.length)
    return (await source?.find(query))?.map(({ key, hint }) => `${key} ${hint}`)
  }
  expect((await find('', 'tad'))?.[0]).toBe('🎉 :tada:')
  expect(await find('`', 'tad')).toEqual([])
  const queries = ['smi', '+1', 'läch', ')', 'D', '-)', '30', '']
  expect(queries.filter(query => source?.query.test(query))).toEqual(['smi', '+1', 'läch'])
})

test('[EM17] behind a colon emoji are completed, also where they could not be loaded the first time', async () => {
  const { chat, host, one } = open({ fails: 2 })
  const [source] = [...host.completion.sources]
  const { composer } = chat
  one('[part=emoji]').dispatchEvent(new Event('focus'))
  composer.value = ':tad'
  composer.setSelectionRange(4, 4)
  const find = async () => (await source?.find('tad'))?.[0]?.key
  // It waits for what the button loads already
  await expect(find()).rejects.toThrow('no connection')
  await expect(find()).rejects.toThrow('no connection')
  expect(await find()).toBe('🎉')
})
