import { afterEach, describe, expect, test, vi } from 'vitest'
import { initials } from '../../../../../sdk/widget/views/initials.ts'

afterEach(() => vi.unstubAllGlobals())

const cases = [
  ['Ada', 'A'],
  ['ada lovelace', 'AL'],
  ['Ludwig van Beethoven', 'LB'],
  ['grace_hopper', 'GH'],
  ['jean-luc', 'JL'],
  ['田中太郎', '田'],
  ['e\u0301milie', 'E\u0301'],
  ['👩‍👩‍👧‍👦 family', '👩‍👩‍👧‍👦F'],
  ['🇩🇪', '🇩🇪'],
  ['ß', 'SS'],
  ['...', '.'],
] as const

describe.each(['with', 'without'])('%s Intl.Segmenter', way => {
  test.each(cases)('[VW4] %s is drawn as %s', (name, drawn) => {
    if (way === 'without') vi.stubGlobal('Intl', { ...Intl })
    expect('Segmenter' in Intl).toBe(way === 'with')
    expect(initials(name)).toBe(drawn)
  })
})
