import { expect, test, vi } from 'vitest'
import { startTooltips } from '../../../../../../sdk/widget/features/tooltip/tooltips.ts'
import { ada, me, message } from '../../../../../support/gallery/cast.ts'
import { mount } from '../../../../../support/gallery/mount.ts'
import { STATES } from '../../../../../support/gallery/states.ts'
import { VirtualClock } from '../../../../../support/virtual-clock.ts'

function chat() {
  const clock = new VirtualClock()
  const item = message(ada, 0, 'look', { reactions: [{ emoji: '🎉', count: 1, users: [me] }] })
  const shown = mount({ ...STATES.busy, log: { ...STATES.busy.log, items: [item] } })
  const { chat } = shown.shell
  if (!chat) throw new Error('no chat')
  const { box, scroller, list } = chat
  const stop = startTooltips({ clock, box, scroller, list })
  shown.emit.mockClear()
  const chip = shown.one('[part=reaction]')
  const fire = (type: string, on: Element = chip, more: object = {}) => {
    const event = new MouseEvent(type, { bubbles: true, cancelable: true, composed: true })
    Object.assign(event, { pointerType: 'touch', isPrimary: true }, more)
    on.dispatchEvent(event)
    return event.defaultPrevented
  }
  const tip = () => shown.part('tooltip')?.textContent?.replace(/[\u2066-\u2069]/g, '')
  return { ...shown, clock, chip, fire, tip, stop }
}

test('[CV6] a finger that rests on a chip shows who reacted, and neither joins nor opens the browser’s menu', async () => {
  const { clock, fire, tip, emit } = chat()
  fire('pointerdown')
  await clock.run(400)
  expect(tip()).toBe(undefined)
  await clock.run(200)
  expect(tip()).toBe('Margaret')
  expect(fire('contextmenu')).toBe(true)
  fire('pointerup')
  expect(fire('click')).toBe(true)
  expect(emit).not.toHaveBeenCalled()
  // it stays until another press
  await clock.run(20_000)
  expect(tip()).toBe('Margaret')
  fire('pointerdown', document.body)
  expect(tip()).toBe(undefined)
})

test('[CV6] a short press joins, a finger that slips shows nothing', async () => {
  const { clock, fire, tip, emit } = chat()
  fire('pointerdown')
  await clock.run(100)
  fire('pointerup')
  expect(fire('click')).toBe(false)
  await clock.run(1_000)
  expect(tip()).toBe(undefined)
  expect(emit.mock.calls.map(([intent]) => intent)).toMatchObject([{ type: 'react', emoji: '🎉', on: true }])
  fire('pointerdown')
  fire('pointermove', undefined, { clientX: 40, clientY: 0 })
  await clock.run(1_000)
  expect(tip()).toBe(undefined)
})

test('[CV5] a mouse that stays shows it, one that passes does not; Escape hides it and does nothing else', async () => {
  const { clock, chip, fire, tip, root, stop } = chat()
  const mouse = { pointerType: 'mouse' }
  fire('pointerover', chip, mouse)
  await clock.run(100)
  fire('pointerout', chip, mouse)
  await clock.run(1_000)
  expect(tip()).toBe(undefined)
  fire('pointerover', chip, mouse)
  await clock.run(500)
  expect(tip()).toBe('Margaret')
  const heard = vi.fn()
  root.addEventListener('keydown', heard)
  const pressEscape = () => {
    const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true, composed: true })
    chip.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect([pressEscape(), tip(), heard.mock.calls.length]).toEqual([true, undefined, 0])
  pressEscape()
  expect(heard).toHaveBeenCalledTimes(1)
  fire('pointerover', chip, mouse)
  await clock.run(500)
  fire('pointerout', chip, mouse)
  await clock.run(500)
  expect(tip()).toBe(undefined)
  // ended, it says nothing
  stop()
  fire('pointerover', chip, mouse)
  await clock.run(1_000)
  expect(tip()).toBe(undefined)
})
