import { expect, test } from 'vitest'
import { Announcer } from '../../../../../sdk/widget/behaviors/announcer.ts'
import { en } from '../../../../../sdk/widget/i18n/en.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

function announcer() {
  const clock = new VirtualClock()
  const made = new Announcer(en('en'), clock)
  document.body.replaceChildren(made.node)
  const lines = (role: string) => [...made.node.querySelectorAll(`[role=${role}] > *`)].map(line => line.textContent)
  return { clock, made, polite: () => lines('status'), urgent: () => lines('alert') }
}

test('[AX6] arriving messages are announced at once, then at most once a second, together', () => {
  const { clock, made, polite } = announcer()
  made.arrived('Ada')
  expect(polite()).toEqual(['New message from Ada'])
  for (const name of ['Ada', 'Grace', 'Ada']) made.arrived(name)
  expect(polite()).toHaveLength(1)
  clock.advance(1_000)
  expect(polite()).toEqual(['New message from Ada', '3 new messages from Ada and Grace'])
  clock.advance(1_000)
  made.arrived('Linus')
  expect(polite().at(-1)).toBe('New message from Linus')
})

test('[AX6] what was said goes after a while, and the same words twice are two different texts', () => {
  const { clock, made, polite, urgent } = announcer()
  made.say('Connection lost.', true)
  made.say('Connection lost.', true)
  const [first, second] = urgent()
  expect(first).not.toBe(second)
  expect(polite()).toEqual([])
  clock.advance(7_000)
  expect(urgent()).toEqual([])
  made.say('')
  expect(polite()).toEqual([])
})

test('[AX6] a storm of messages is bounded, and nothing is left behind after the end', () => {
  const { clock, made, polite } = announcer()
  made.arrived('first')
  for (let i = 0; i < 10_000; i++) made.arrived(`user ${i}`)
  clock.advance(1_000)
  expect(polite()).toHaveLength(2)
  expect(polite()[1]).toBe('10,000 new messages from user 0 and 19 others')
  made.dispose()
  expect(clock.pending).toBe(0)
  expect(made.node.isConnected).toBe(false)
})
