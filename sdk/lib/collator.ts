import { lazy } from './lazy.ts'

/**
 * Orders names by a language, as Intl takes it; made when it is wanted first. Where a page replaced Intl by what knows
 * less, the order is that of code units.
 */
export function collator(lang: string | undefined): () => Pick<Intl.Collator, 'compare'> {
  return lazy(() => {
    try {
      return new Intl.Collator(lang)
    } catch {
      return { compare: (a: string, b: string) => (a < b ? -1 : +(a > b)) }
    }
  })
}
