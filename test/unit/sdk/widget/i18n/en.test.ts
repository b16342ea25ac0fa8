import { describe, expect, test } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import { en } from '../../../../../sdk/widget/i18n/en.ts'

const strings = en('en-GB')
const people = (...names: string[]) => names.map(name => ({ name }))
const many = Array.from({ length: 15 }, (_, i) => ({ name: i === 0 ? 'Ada' : `u${i}` }))

describe('words', () => {
  test('[TL15] notices name up to three people, then count', () => {
    expect(strings.notice(people('Ada'), [])).toBe('Ada joined')
    expect(strings.notice(people('Ada', 'Grace'), [])).toBe('Ada and Grace joined')
    expect(strings.notice(many, people('Linus'))).toBe('Ada and 14 others joined · Linus left')
  })

  test('[TL15] the typing line', () => {
    expect(strings.typing([])).toBe('')
    expect(strings.typing(people('Ada'))).toBe('Ada is typing')
    expect(strings.typing(people('Ada', 'Grace'))).toBe('Ada and Grace are typing')
    expect(strings.typing(many)).toBe('Several people are typing')
  })

  test('[TL15] the line about the connection says what happens next', () => {
    const error = new ChatError('offline', 'x')
    const waiting = { status: 'waiting', attempt: 1, resuming: true, error, retryAt: 5_400 } as const
    expect(strings.status({ ...waiting, offline: false }, 0, 1_000)).toBe('Connection lost. Trying again in 5 s.')
    expect(strings.status({ ...waiting, offline: true }, 2, 1_000)).toBe(
      'You are offline. 2 messages will be sent when you are back.',
    )
    expect(strings.status({ status: 'online' }, 0, 0)).toBe('')
    expect(strings.status({ status: 'closed', error: new ChatError('removed', 'You were removed.') }, 0, 0)).toBe(
      'You were removed.',
    )
  })

  test('[TL15] days are today, yesterday, then dates', () => {
    const now = new Date(2026, 2, 14, 9).getTime()
    const day = (...date: [number, number, number]) => strings.day(new Date(...date).getTime(), now)
    expect(day(2026, 2, 14)).toBe('Today')
    expect(day(2026, 2, 13)).toBe('Yesterday')
    expect(day(2026, 2, 9)).toBe('Monday 9 March')
    expect(day(2025, 2, 9)).toBe('9 March 2025')
  })

  test('[TL15] a language that nobody knows does no harm', () => {
    expect(en('not a language').time(0)).toMatch(/\d/)
  })
})

test('[TL15] an error is said in its own sentence, and how long to wait', () => {
  expect(strings.error(new ChatError('network', 'It cannot be reached.'))).toBe('It cannot be reached.')
  expect(strings.error(new ChatError('rate_limited', 'Too fast.'))).toBe('Too fast.')
  expect(strings.error(new ChatError('rate_limited', 'x', { retryAfterMs: 2_100 }))).toContain('Wait 3 s')
})
