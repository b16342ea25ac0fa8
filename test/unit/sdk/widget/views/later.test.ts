import { expect, test } from 'vitest'
import { laterKnown, plainOf, setLater } from '../../../../../sdk/widget/views/later.ts'

type Later = NonNullable<ReturnType<typeof laterKnown>>

test('[FM22] formatting that comes before the rest of what a chat needs soon counts with it, and not alone', () => {
  setLater({ plain: text => text.replaceAll('*', '') })
  expect([laterKnown(), plainOf('*a*')]).toEqual([undefined, '*a*'])
  setLater({ writeTyped: () => [] as unknown as ReturnType<Later['writeTyped']> })
  expect(laterKnown()).toBeDefined()
  expect(plainOf('*a*')).toBe('a')
})
