import { checkFlood, type Flood } from '../../../sdk/protocol/check-flood.ts'
import { checkLinks } from '../../../sdk/protocol/check-links.ts'
import { type FilterAction, type FilterHit, type Filters, strongestHit } from '../../../sdk/protocol/filters.ts'
import { checkWords } from './check-words.ts'
import { compileWords } from './words.ts'

/** Filters, ready to look at texts. They hold what is looked for, and nothing of what they saw. */
export interface CompiledFilter {
  readonly filters: Filters
  /**
   * The strongest of what is wrong with a message or the change of one. What only a second look finds, which reads
   * digits and signs as letters and joins what is spelt out, is held or reported, never blocked.
   */
  check(text: string, flood: Flood): FilterHit | undefined
  /** The same for a name, which is looked at for words alone; what only a second look finds is reported. */
  checkName(name: string): FilterHit | undefined
}

/** `filters` as `checkFilters` gives them. */
export function compileFilters(filters: Filters): CompiledFilter {
  const { links, floods } = filters
  const words = compileWords(filters.words ?? [], filters.allow)
  const wordsIn = (text: string, fuzzy: 'report' | 'hold') => words && hitOf(checkWords(words, text, fuzzy))
  return {
    filters,
    check: (text, flood) =>
      strongestHit([
        wordsIn(text, 'hold'),
        links && checkLinks(text, links),
        floods && checkFlood(text, flood, floods),
      ]),
    checkName: name => wordsIn(name, 'report'),
  }
}

function hitOf(action: FilterAction | undefined): FilterHit | undefined {
  return action && { rule: 'words', action }
}
