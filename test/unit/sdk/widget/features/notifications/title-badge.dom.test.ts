import { afterEach, expect, test } from 'vitest'
import { badgeTitle } from '../../../../../../sdk/widget/features/notifications/title-badge.ts'

const [one, two] = [{}, {}]
const turn = () => new Promise(resolve => setTimeout(resolve, 20))

afterEach(() => {
  for (const owner of [one, two]) badgeTitle(owner, 0)
})

test('[NT1] the title begins with what is new in all elements of the page, and is exactly as it was without it', () => {
  document.title = '(7) Seven  reasons'
  const before = document.title
  badgeTitle(one, 3)
  expect(document.title).toBe(`(3) ${before}`)
  badgeTitle(two, 2)
  expect(document.title).toBe(`(5) ${before}`)
  badgeTitle(one, 0)
  badgeTitle(two, 140)
  expect(document.title).toBe(`(99+) ${before}`)
  badgeTitle(two, 0)
  expect(document.title).toBe(before)
})

test('[NT1] a page that changes its title keeps its own words, also while there is a number', async () => {
  document.title = 'Before'
  badgeTitle(one, 1)
  document.title = 'After'
  await turn()
  expect(document.title).toBe('(1) After')
  badgeTitle(one, 0)
  expect(document.title).toBe('After')
  document.title = 'Later'
  badgeTitle(one, 2)
  expect(document.title).toBe('(2) Later')
})

test('[NT1] a page that always sets its own title wins, and nothing goes round in circles', async () => {
  document.title = 'Mine'
  let set = 0
  const observer = new MutationObserver(() => {
    if (document.title === 'Mine' || set > 1_000) return
    set++
    document.title = 'Mine'
  })
  observer.observe(document.head, { childList: true, subtree: true, characterData: true })
  badgeTitle(one, 4)
  await turn()
  await turn()
  expect(set).toBeLessThan(50)
  observer.disconnect()
  badgeTitle(one, 0)
  expect(document.title).toBe('Mine')
})
