import { afterEach, expect, test, vi } from 'vitest'
import { defineElement } from '../../../../../sdk/widget/element/define-element.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const make = (version: string) =>
  class extends HTMLElement {
    static version = version
  }

test('[WG2] the same version twice is silent, another version warns, and the first one stays', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const first = make('1.0.0')
  expect(defineElement('guarded-a', first, customElements)).toBe(first)
  expect(defineElement('guarded-a', first, customElements)).toBe(first)
  expect(defineElement('guarded-a', make('1.0.0'), customElements)).toBe(first)
  expect(warn).not.toHaveBeenCalled()
  expect(defineElement('guarded-a', make('2.0.0'), customElements)).toBe(first)
  expect(warn).toHaveBeenCalledOnce()
  expect(warn.mock.calls[0]?.[0]).toMatch(/1\.0\.0.*2\.0\.0/)
})

test('[WG2] a second tag gets a class of its own', () => {
  const type = make('1.0.0')
  defineElement('guarded-b', type, customElements)
  const registry = {
    get: () => undefined,
    define: vi.fn().mockImplementationOnce(() => {
      throw new DOMException('used', 'NotSupportedError')
    }),
  }
  const second = defineElement('guarded-c', type, registry as unknown as CustomElementRegistry)
  expect(second).not.toBe(type)
  expect(second.prototype).toBeInstanceOf(type)
})

test('[WG2] without a registry nothing happens', () => {
  const type = make('1.0.0')
  expect(defineElement('guarded-d', type, undefined)).toBe(type)
})
