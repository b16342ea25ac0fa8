import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type RovingFocus, roveFocus } from '../../../../../sdk/widget/behaviors/roving-focus.ts'

let list: HTMLElement
let composer: HTMLTextAreaElement
let roving: RovingFocus
let undo: (() => void)[]

function row(key: string | undefined, ...children: string[]): HTMLElement {
  const element = document.createElement('div')
  if (key !== undefined) {
    element.dataset.key = key
    element.tabIndex = -1
  }
  element.append(...children.map(tag => document.createElement(tag)))
  return element
}
const press = (key: string, init: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  document.activeElement?.dispatchEvent(event)
  return event.defaultPrevented
}
const focused = () => (document.activeElement as HTMLElement).dataset.key
const stops = () => [...list.querySelectorAll<HTMLElement>('[tabindex="0"]')].map(each => each.dataset.key)

beforeEach(() => {
  list = document.createElement('div')
  composer = document.createElement('textarea')
  list.append(row(undefined), row('a'), row('b', 'button'), row(undefined), row('c'), row(undefined))
  document.body.replaceChildren(list, composer)
  roving = roveFocus(list, composer)
  undo = roving.start()
  roving.refresh()
})

describe('arrow keys', () => {
  test('[AX1] the log is one Tab stop: its newest message, then the one that has the focus', () => {
    expect(stops()).toEqual(['c'])
    list.querySelector<HTMLElement>('[data-key=a]')?.focus()
    expect(stops()).toEqual(['a'])
    list.append(row('d'))
    roving.refresh()
    expect(stops(), 'an arriving message takes nothing from the reader').toEqual(['a'])
    expect(focused()).toBe('a')
    composer.focus()
    roving.refresh()
    expect(stops()).toEqual(['d'])
  })

  test('[AX2] arrows, Home and End move between messages and stop at the ends', () => {
    list.querySelector<HTMLElement>('[data-key=c]')?.focus()
    const walk = ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'End', 'ArrowDown', 'Home'].map(key => {
      expect(press(key)).toBe(true)
      return focused()
    })
    expect(walk).toEqual(['b', 'a', 'a', 'b', 'c', 'c', 'a'])
    expect(press('ArrowDown', { altKey: true })).toBe(false)
    expect(press('x')).toBe(false)
  })

  test('[AX3] Enter goes into a message, Escape returns to it, then to the composer', () => {
    list.querySelector<HTMLElement>('[data-key=b]')?.focus()
    press('Enter')
    expect(document.activeElement?.tagName).toBe('BUTTON')
    expect(press('Enter'), 'a button inside keeps its Enter').toBe(false)
    press('Escape')
    expect(focused()).toBe('b')
    press('Escape')
    expect(document.activeElement).toBe(composer)
  })

  test('[AX3] Enter on a message opens its menu; in it, it presses what has the focus', () => {
    const message = list.querySelector<HTMLElement>('[data-key=b]')
    const menu = document.createElement('button')
    const link = document.createElement('a')
    link.href = '#'
    menu.setAttribute('aria-haspopup', 'menu')
    const opened = vi.fn()
    menu.addEventListener('click', opened)
    message?.append(link, menu)
    message?.focus()
    expect(press('Enter')).toBe(true)
    expect([opened.mock.calls.length, focused()]).toEqual([1, 'b'])
    link.focus()
    expect(press('Enter')).toBe(false)
    expect(opened).toHaveBeenCalledOnce()
  })

  test('[AX3] links are Tab stops only in the message that is one', () => {
    const [a, b] = ['a', 'b'].map(key => {
      const link = document.createElement('a')
      link.href = '#'
      link.tabIndex = -1
      list.querySelector(`[data-key=${key}]`)?.append(link)
      return link
    })
    list.querySelector<HTMLElement>('[data-key=a]')?.focus()
    expect([a?.tabIndex, b?.tabIndex]).toEqual([0, -1])
    press('Enter')
    expect(document.activeElement).toBe(a)
    press('ArrowDown')
    expect([a?.tabIndex, b?.tabIndex]).toEqual([-1, 0])
  })

  test('[AX3] Enter on a message without anything inside stays', () => {
    list.querySelector<HTMLElement>('[data-key=a]')?.focus()
    expect(press('Enter')).toBe(false)
    expect(focused()).toBe('a')
  })

  test('[BH2] stopped, it leaves keys alone', () => {
    for (const each of undo) each()
    list.querySelector<HTMLElement>('[data-key=c]')?.focus()
    expect(press('ArrowUp')).toBe(false)
  })
})
