import { beforeAll, expect, test } from 'vitest'
import type { LogItem } from '../../../../../../sdk/store/view-model.ts'
import { format, plain } from '../../../../../../sdk/widget/features/formatting/format.ts'
import { setShortcodes } from '../../../../../../sdk/widget/features/formatting/shortcodes.ts'
import { words } from '../../../../../../sdk/widget/features/formatting/words.ts'
import { setLater } from '../../../../../../sdk/widget/views/later.ts'
import { HOSTILE_FORMATS, HOSTILE_MESSAGES } from '../../../../../support/browser/hostile.ts'
import { SHORTCODES } from '../../../../../support/formatted.ts'
import { ada, me, message } from '../../../../../support/gallery/cast.ts'
import { mount, strings } from '../../../../../support/gallery/mount.ts'
import { STATES } from '../../../../../support/gallery/states.ts'

const formatting = { format, plain }
const show = (...items: LogItem[]) => ({ ...STATES.busy, log: { ...STATES.busy.log, items } })
const one = (text: string, extra = {}) => mount(show(message(ada, 0, text, extra)))
const html = (text: string) =>
  one(text)
    .one('[part=bubble]')
    .innerHTML.replace(/ (?:class|part)="[^"]*"/g, '')

beforeAll(() => {
  mount('busy')
  setLater(formatting)
})

test('[FM13] marks are elements, and a text without them is one text', () => {
  expect(html('a **b** _c_ ~~d~~ `e`')).toBe('a <strong>b</strong> <em>c</em> <s>d</s> <code dir="ltr">e</code>')
  expect(html('2 * 3 * 4\n  snake_case')).toBe('2 * 3 * 4\n  snake_case')
  expect(html('> a\n> b')).toBe('<blockquote dir="auto"><div>a\nb</div></blockquote>')
  expect(html('- a\n- b\n  1. c')).toBe(
    '<ul dir="auto"><li>a</li><li>b<ol dir="auto"><li value="1">c</li></ol></li></ul>',
  )
})

test('[FM13] whatever a text holds, it makes no other elements, and no attribute of one', () => {
  const allowed = /^(?:strong|em|s|code|pre|a|bdi|span|div|blockquote|ul|ol|li|button|svg|path)$/
  for (const text of [...HOSTILE_MESSAGES, ...HOSTILE_FORMATS]) {
    const { all } = one(text)
    for (const button of all('[part=bubble] button[aria-expanded]')) button.click()
    for (const element of all('[part=bubble] *')) {
      expect(element.localName, text).toMatch(allowed)
      for (const { name } of element.attributes) expect(name, text).not.toMatch(/^on|style|src/)
    }
    for (const link of all<HTMLAnchorElement>('[part=bubble] a')) expect(link.protocol).toMatch(/^(?:https?|mailto):$/)
  }
})

test('[FM9] links give nothing away, and a named one has the host behind its text', () => {
  const { all } = one('[docs](https://a.example/x) https://b.example')
  const links = all<HTMLAnchorElement>('[part=link]')
  expect(links.map(link => link.textContent)).toEqual(['docs (a.example)', 'https://b.example'])
  for (const link of links) {
    expect(link.rel).toBe('noopener noreferrer nofollow ugc')
    expect(link.getAttribute('referrerpolicy')).toBe('no-referrer')
    expect(link.target).toBe('_blank')
  }
})

test('[FM14] what a spoiler hides is nowhere in the page before its button is pressed', () => {
  const { root, one: find, button } = one('he ||**dies** at https://a.example||')
  const row = find('[part~=message]')
  expect(root.innerHTML).not.toContain('dies')
  expect(row.getAttribute('aria-label')).toContain(`he ${words.spoiler}`)
  const press = button(words.spoiler)
  expect(press.getAttribute('aria-expanded')).toBe('false')
  press.click()
  expect(press.getAttribute('aria-expanded')).toBe('true')
  expect(find('[part=spoiler] strong').textContent).toBe('dies')
  expect(row.getAttribute('aria-label')).not.toContain('dies')
  press.click()
  expect(press.getAttribute('aria-expanded')).toBe('false')
  expect(root.innerHTML).not.toContain('dies')
})

test('[FM14] nor is it in a quote of the message, or in what is said of it', () => {
  const replyTo = { messageId: 'x', target: 1, user: ada, text: 'it is ||the butler||\nand more' }
  const { root, one: find } = one('**no**', { replyTo })
  expect(find('[part=quote]').textContent).toContain(`it is ${words.spoiler}`)
  expect(find('[part~=message]').getAttribute('aria-label')).toContain(`it is ${words.spoiler}`)
  expect(root.innerHTML).not.toContain('butler')
})

test('[FM14] a quote that was cut in the middle of what is hidden does not show it', () => {
  const replyTo = {
    messageId: 'x',
    target: 1,
    user: ada,
    text: `it is ||the butler ${'and '.repeat(60)}`.slice(0, 200),
  }
  expect(one('no', { replyTo }).root.innerHTML).not.toContain('butler')
})

test('[FM8] what is said of a message to who does not see it has no marks', () => {
  const replyTo = { messageId: 'x', target: 1, user: ada, text: '**bold** `code`' }
  const { one: find } = one('_so_ [it](https://a.example)', { replyTo })
  const label = find('[part~=message]').getAttribute('aria-label')
  expect(label).toContain('so it (a.example)')
  expect(label).toContain('bold code')
  expect(find('[part=quote]').textContent).toContain('bold code')
})

test('[FM15] code has the name of its language and a button that copies all of it', async () => {
  const code = `if (a) {\n${'  b(c)\n'.repeat(60)}}`
  const { one: find, emit, all } = one(`\`\`\`js\n${code}\n\`\`\``)
  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => copied.push(text) },
  })
  expect(find('[part=code-block]').textContent).toContain('js')
  expect(find('pre').getAttribute('aria-label')).toBe(words.code('js'))
  // It is long: its beginning is shown, in whole lines
  const shown = find('pre').textContent ?? ''
  expect(shown.split('\n').length).toBeLessThanOrEqual(17)
  expect(shown.endsWith('\n  b(c)\n…')).toBe(true)
  all('[part=code-block] button')[0]?.click()
  await expect.poll(() => emit.mock.calls.map(([intent]) => intent)).toContainEqual({ type: 'say', text: words.copied })
  expect(copied).toEqual([code])
})

test('[FM16] a long text ends in no half of a mark, and is whole behind its button', () => {
  const text = `**${'bold '.repeat(200)}end** and ${'_so_ on '.repeat(200)}`
  const { one: find, button } = one(text)
  const bubble = find('[part=bubble]')
  expect(bubble.textContent).not.toMatch(/[*_]/)
  expect(bubble.textContent?.endsWith('…')).toBe(true)
  expect(bubble.textContent?.length).toBeLessThanOrEqual(701)
  button(strings.showMore).click()
  expect(bubble.querySelectorAll('em').length).toBe(199)
  for (const part of ['> quoted\n', '- item\n', '||hidden|| ', '`code` ', '[a](https://a.example) ']) {
    const { all } = one(`${part.repeat(100)}${'x '.repeat(900)}`)
    expect(all('[part=bubble]')[0]?.textContent, part).toMatch(/…$/)
  }
})

test('[FM6] an emoji that was written by its name is as large as one that was typed', () => {
  setShortcodes(SHORTCODES)
  const typed = one('🎉').one('[part=bubble]').className
  const named = one(':tada:').one('[part=bubble]')
  expect(named.textContent).toBe('🎉')
  expect(named.className).toBe(typed)
  setShortcodes(new Map())
})

test('[FM17] who is named is marked, in formatted and in plain texts, and more so for themselves', () => {
  const mentions = [ada, me]
  const { all } = one(`**@${ada.name}** and @${me.name}, not @nobody`, { mentions })
  expect(all('[part=mention]').map(each => [each.textContent, each.hasAttribute('data-me')])).toEqual([
    [`@${ada.name}`, false],
    [`@${me.name}`, true],
  ])
  expect(all('strong > [part=mention]')).toHaveLength(1)
  expect(one(`hi @${me.name}`, { mentions }).all('[part=mention][data-me]')).toHaveLength(1)
  expect(one(`\`@${me.name}\` **x**`, { mentions }).all('[part=mention]')).toHaveLength(0)
})

test('[FM18] a message that was edited is shown by its new text, one that was deleted has none', () => {
  const item = message(ada, 0, '**a**')
  const { shell, one: find } = mount(show(item))
  shell.update(show({ ...item, text: '_b_', editedAt: 1 }))
  expect(find('[part=bubble] em').textContent).toBe('b')
  shell.update(show({ ...item, text: '', deleted: true }))
  expect(find('[part=bubble]').textContent).toBe(strings.deleted(undefined, false))
})
