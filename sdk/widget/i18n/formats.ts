import { lazy } from '../../lib/lazy.ts'

/** Formats by a language as Intl takes it; each is made when it is used first. */
export function formats(lang: string | undefined) {
  const formatter = (make: () => { format(value: number): string }, plain: (value: number) => string) => {
    // To make one takes longer than all the rest of a closed bubble
    const made = lazy(make)
    return (value: number) => {
      try {
        return made().format(value)
      } catch {
        // No time, or a page that replaced Intl by what knows less
        return plain(value)
      }
    }
  }
  return {
    number: formatter(() => new Intl.NumberFormat(lang), String),
    date: (options: Intl.DateTimeFormatOptions) =>
      formatter(
        () => new Intl.DateTimeFormat(lang, options),
        at => `${new Date(at)}`.slice(0, 21),
      ),
  }
}

export const plural = (n: number, one: string, many = `${one}s`) => (n === 1 ? one : many)
