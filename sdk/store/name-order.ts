/** How names are sorted in a language. The collator is made when it is needed: that takes long, and a closed widget sorts nobody. */
export function nameOrder(lang: string | undefined): Pick<Intl.Collator, 'compare'> {
  let collator: Intl.Collator | undefined
  return {
    compare: (a, b) => {
      collator ??= new Intl.Collator(lang)
      return collator.compare(a, b)
    },
  }
}
