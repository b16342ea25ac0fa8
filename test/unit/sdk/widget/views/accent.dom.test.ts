import { expect, test, vi } from 'vitest'
import { probe } from '../../../../../sdk/widget/styles/base.css.ts'
import { cssText } from '../../../../../sdk/widget/styles/widget.css.ts'
import { createAccent } from '../../../../../sdk/widget/views/accent.ts'
import { contrast, luminance } from '../../../../../sdk/widget/views/luminance.ts'

test('[TH10] luminance of computed colours', () => {
  expect(luminance('color(srgb 1 1 1)')).toBeCloseTo(1)
  expect(luminance('color(srgb 0 0 0)')).toBe(0)
  expect(luminance('color(srgb 1 0 0)')).toBeCloseTo(0.2126)
  expect(luminance('color(srgb 1.09 -0.22 -1.5e-1)')).toBeCloseTo(0.2126)
  expect(contrast(luminance('color(srgb 1 1 1)'), 0)).toBeCloseTo(21)
})

const frame = () => new Promise(resolve => requestAnimationFrame(resolve))

async function measured(accent: string, surface: string): Promise<string | null> {
  const root = document.createElement('div')
  const { node, update } = createAccent(root)
  const style = { color: accent, borderTopColor: surface, borderBottomColor: surface, borderLeftColor: surface }
  const spy = vi
    .spyOn(globalThis, 'getComputedStyle')
    .mockReturnValue({ ...style, getPropertyValue: () => accent } as unknown as CSSStyleDeclaration)
  update()
  const first = root.getAttribute('data-accent')
  root.removeAttribute('data-accent')
  node.dispatchEvent(new Event('transitionend'))
  // What is drawn in this frame comes before
  expect(root.getAttribute('data-accent')).toBe(null)
  await frame()
  expect(root.getAttribute('data-accent')).toBe(first)
  spy.mockRestore()
  return first
}

test('[TH10] text on the host’s accent is white where that has contrast, else black; a faint accent is no text', async () => {
  const white = 'color(srgb 1 1 1)'
  expect(await measured('color(srgb .1 .1 .4)', white)).toBe('dark')
  expect(await measured('color(srgb 1 .8 0)', white)).toBe('light faint')
  expect(await measured('color(srgb 1 .8 0)', 'color(srgb .05 .05 .05)')).toBe('light')
  expect(await measured('color(srgb .1 .1 .4)', 'color(srgb .05 .05 .05)')).toBe('dark faint')
  expect(await measured('', white)).toBe(null)
})

test('[TH10] an accent that the page’s styles set is seen: an animation without frames would raise no event', () => {
  const rules = cssText.split(`.${probe.split(' ')[0]}{`)[1]?.split('}')[0] ?? ''
  const name = /animation:([\w-]+)/.exec(rules)?.[1]
  expect(name).toBeDefined()
  expect(cssText).toMatch(new RegExp(`@keyframes ${name}\\{(?:to|from|0%|100%)\\{[^}]+\\}`))
})
