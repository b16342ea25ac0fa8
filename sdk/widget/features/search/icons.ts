/** A drawing as those in views/icon.ts. */
export const SEARCH = 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12m4.3-1.7L17 17'
