import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cssText as chatCss } from '../../../../../sdk/widget/styles/chat-screen.css.ts'
import { cssText as widgetCss } from '../../../../../sdk/widget/styles/widget.css.ts'
import { mount } from '../../../../support/gallery/mount.ts'
import { STATES, type StateName } from '../../../../support/gallery/states.ts'

const cssText = widgetCss + chatCss

const page = readFileSync('docs/theming.md', 'utf8')
const section = (title: string) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
const firstCells = (title: string) =>
  [...section(title).matchAll(/^\| ([^|]*)\|/gm)].flatMap(row =>
    [...(row[1] ?? '').matchAll(/`([^`]+)`/g)].map(code => code[1]),
  )

const OWN = ['--chat-viewport-height', '--chat-viewport-top']

test('[TH11] every property that a page may set is documented, and no other', () => {
  const used = new Set(cssText.match(/--chat-[a-z-]+/g))
  for (const own of OWN) {
    expect(used.delete(own)).toBe(true)
    expect(section('Properties')).toContain(own)
  }
  expect(firstCells('Properties').sort()).toEqual([...used].sort())
})

test('[TH11] lengths and the hue are documented with their true defaults', () => {
  const rows = [...section('Properties').matchAll(/^\| `(--chat-[a-z-]+)` \| `([^`]+)`/gm)]
  expect(rows.length).toBeGreaterThan(9)
  for (const [, property, fallback] of rows) expect(cssText).toContain(`var(${property}, ${fallback})`)
})

test('[TH12] every part is documented, and no other', () => {
  const used = new Set<string>()
  for (const name of Object.keys(STATES) as StateName[]) {
    for (const node of mount(name).all('[part]'))
      for (const part of node.getAttribute('part')?.split(' ') ?? []) used.add(part)
  }
  expect(firstCells('Parts').sort()).toEqual([...used].sort())
})

test('[TH12] every slot is documented, and no other', () => {
  const used = Object.keys(STATES).flatMap(name =>
    mount(name as StateName)
      .all<HTMLSlotElement>('slot')
      .map(slot => slot.name),
  )
  expect(firstCells('Slots').sort()).toEqual([...new Set(used)].sort())
})
